#include "viz/app/app.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loopscope::viz {

namespace {

constexpr std::string_view kThemeWords[] = {"light", "dark", "contrast"};

std::string panels_word(std::size_t layer) {
    return "panels." + (layer == kPresentLayer ? "present" : std::to_string(layer));
}

}  // namespace

Settings App::settings() const {
    Settings settings;
    settings.set("theme", kThemeWords[static_cast<std::size_t>(desk_.view.theme)]);
    settings.set("size", std::to_string(std::lround(desk_.view.zoom * 100)));
    settings.set("language", desk_.view.language);
    if (!recent_.all().empty()) settings.set("recent", recent_.text());
    settings.set("motion", pace_word(desk_.view.motion));
    settings.set("future", desk_.view.future ? "shown" : "hidden");
    for (std::size_t layer = 0; layer < desk_.view.arrangements.size(); ++layer)
        settings.set(panels_word(layer), desk_.view.arrangements[layer].text());
    return settings;
}

std::string App::restore(const Settings& settings) {
    std::string problems;
    const auto with = [&](const std::string& key, const auto& take) {
        const std::optional<std::string> value = settings.get(key);
        if (value && !take(*value)) problems += key + " = " + *value + "\n";
    };
    with("theme", [&](const std::string& value) {
        const auto word = std::find(std::begin(kThemeWords), std::end(kThemeWords), value);
        if (word == std::end(kThemeWords)) return false;
        desk_.view.theme = static_cast<ThemeName>(word - std::begin(kThemeWords));
        return true;
    });
    with("language", [&](const std::string& value) {
        const auto all = languages();
        if (std::find(all.begin(), all.end(), value) == all.end()) return false;
        desk_.view.language = value;
        desk_.speak();
        return true;
    });
    with("size", [&](const std::string& value) {
        int percent = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), percent);
        if (error != std::errc() || end != value.data() + value.size() ||
            percent < std::lround(kSmallestSize * 100) || percent > std::lround(kLargestSize * 100))
            return false;
        desk_.view.zoom = static_cast<float>(percent) / 100;
        return true;
    });
    with("recent", [&](const std::string& value) {
        recent_.take(value);
        return true;
    });
    with("motion", [&](const std::string& value) {
        const std::optional<Pace> pace = pace_named(value);
        desk_.view.motion = pace.value_or(desk_.view.motion);
        return pace.has_value();
    });
    with("future", [&](const std::string& value) {
        desk_.view.future = value != "hidden";
        return value == "hidden" || value == "shown";
    });
    for (std::size_t layer = 0; layer < desk_.view.arrangements.size(); ++layer)
        with(panels_word(layer),
             [&](const std::string& value) { return desk_.view.arrangements[layer].take(value); });
    return problems;
}

}  // namespace loopscope::viz
