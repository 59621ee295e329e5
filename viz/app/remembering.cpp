#include "viz/app/app.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loopscope::viz {

namespace {

constexpr std::string_view kPlace = "last.";  // in the course
constexpr std::string_view kThemeWords[] = {"light", "dark", "contrast"};

std::string panels_word(std::size_t layer) {
    return "panels." + (layer == kPresentLayer ? "present" : std::to_string(layer));
}

std::string sizes_word(std::size_t layer) {
    return "sizes." + (layer == kPresentLayer ? "present" : std::to_string(layer));
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
    for (std::size_t layer = 0; layer < desk_.view.proportions.size(); ++layer)
        if (const Proportions& sizes = desk_.view.proportions[layer]; !sizes.untouched())
            settings.set(sizes_word(layer), sizes.text());
    remember_place(settings);
    return settings;
}

// Where one is in the course; who looks at something else meanwhile comes back to where he was.
void App::remember_place(Settings& settings) const {
    const Document& document = desk_.document;
    const bool own = !document.file().empty();
    if (scenario() == nullptr || own || document.store() == nullptr) {
        for (const auto& [key, value] : left_.all())
            if (key.starts_with(kPlace)) settings.set(key, value);
        return;
    }
    const std::string place(kPlace);
    settings.set(place + "scenario", scenario()->name);
    if (plans_.chosen() != nullptr) settings.set(place + "plan", plans_.chosen()->names.begin()->second);
    settings.set(place + "layer", std::to_string(desk_.view.layer));
    settings.set(place + "event", std::to_string(desk_.view.playback.cursor()));
    for (const auto& [name, value] : parameters()) settings.set(place + "value." + name, value);
}

// Where one left the course the last time. False if that is not known, or not there any more.
bool App::go_on() {
    const auto left = [&](const std::string& key) { return left_.get(std::string(kPlace) + key); };
    const auto number = [&](const std::string& key, auto otherwise) {
        const std::string text = left(key).value_or("");
        auto value = otherwise;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
    };
    if (const auto plan = left("plan")) plans_.choose(plans_.named(*plan));
    const ScenarioInfo* last = plans_.scenario(left("scenario").value_or(""));
    ParameterValues values;
    if (last != nullptr)
        for (const ParameterInfo& parameter : last->parameters)
            if (const auto value = left("value." + parameter.name);
                value &&
                std::find(parameter.values.begin(), parameter.values.end(), *value) != parameter.values.end())
                values[parameter.name] = *value;
    if (last == nullptr || !open_scenario(last->name, values)) {
        plans_.choose(nullptr);
        desk_.messages.dismiss();
        return false;
    }
    desk_.view.layer = std::clamp(number("layer", desk_.view.layer), 1, kLastLayer);
    const auto event =
        std::min<trace::EventIndex>(number("event", trace::EventIndex{0}), desk_.store()->event_count());
    desk_.seek(event);
    if (event > 0) desk_.tell("notice.resumed");
    return true;
}

bool App::speak(const std::string& language) {
    const auto all = languages();
    if (std::find(all.begin(), all.end(), language) == all.end()) return false;
    desk_.view.language = language;
    desk_.speak();
    return true;
}

std::string App::restore(const Settings& settings) {
    left_ = settings;
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
    with("language", [&](const std::string& value) { return speak(value); });
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
    for (std::size_t layer = 0; layer < desk_.view.proportions.size(); ++layer)
        with(sizes_word(layer),
             [&](const std::string& value) { return desk_.view.proportions[layer].take(value); });
    return problems;
}

}  // namespace loopscope::viz
