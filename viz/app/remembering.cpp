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
    settings.set("theme", kThemeWords[static_cast<std::size_t>(view_.theme)]);
    settings.set("size", std::to_string(std::lround(view_.zoom * 100)));
    settings.set("language", view_.language);
    if (!recent_.all().empty()) settings.set("recent", recent_.text());
    settings.set("motion", pace_word(view_.motion));
    settings.set("future", view_.future ? "shown" : "hidden");
    for (std::size_t layer = 0; layer < view_.arrangements.size(); ++layer)
        settings.set(panels_word(layer), view_.arrangements[layer].text());
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
        view_.theme = static_cast<ThemeName>(word - std::begin(kThemeWords));
        return true;
    });
    with("language", [&](const std::string& value) {
        const auto all = languages();
        if (std::find(all.begin(), all.end(), value) == all.end()) return false;
        view_.language = value;
        speak();
        return true;
    });
    with("size", [&](const std::string& value) {
        int percent = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), percent);
        if (error != std::errc() || end != value.data() + value.size() ||
            percent < std::lround(kSmallestSize * 100) || percent > std::lround(kLargestSize * 100))
            return false;
        view_.zoom = static_cast<float>(percent) / 100;
        return true;
    });
    with("recent", [&](const std::string& value) {
        recent_.take(value);
        return true;
    });
    with("motion", [&](const std::string& value) {
        const std::optional<Pace> pace = pace_named(value);
        view_.motion = pace.value_or(view_.motion);
        return pace.has_value();
    });
    with("future", [&](const std::string& value) {
        view_.future = value != "hidden";
        return value == "hidden" || value == "shown";
    });
    for (std::size_t layer = 0; layer < view_.arrangements.size(); ++layer)
        with(panels_word(layer),
             [&](const std::string& value) { return view_.arrangements[layer].take(value); });
    return problems;
}

}  // namespace loopscope::viz
