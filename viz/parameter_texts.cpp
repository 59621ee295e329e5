#include "viz/parameter_texts.h"

#include "viz/data/recording/value_text.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

const ParameterInfo* parameter_of(const ScenarioInfo& scenario, const std::string& name) {
    const auto found = std::find_if(scenario.parameters.begin(), scenario.parameters.end(),
                                    [&](const ParameterInfo& each) { return each.name == name; });
    return found == scenario.parameters.end() ? nullptr : &*found;
}

}  // namespace

std::string value_in_words(const ParameterInfo& parameter, const std::string& value, const Words& words,
                           const std::string& language) {
    const auto found = parameter.words.find(value);
    return found == parameter.words.end() ? value_text(value, words) : found->second.in(language);
}

ParameterValues values_named(const ScenarioInfo& scenario, std::string_view link) {
    ParameterValues found;
    while (!link.empty()) {
        const std::string_view part = link.substr(0, link.find(','));
        link.remove_prefix(std::min(part.size() + 1, link.size()));
        const std::size_t sign = std::min(part.find('='), part.size());
        const ParameterInfo* const parameter = parameter_of(scenario, std::string(part.substr(0, sign)));
        if (parameter == nullptr || sign == part.size()) continue;
        const std::string value(part.substr(sign + 1)), text = '"' + value + '"';
        for (const std::string& each : parameter->values)
            if (each == value || each == text) found[parameter->name] = each;
    }
    if (!found.empty()) found.merge(scenario.default_values());
    return found;
}

ParameterTexts parameter_texts(const ScenarioInfo& scenario, const Words& words,
                               const std::string& language) {
    return {[&scenario, language](const std::string& name) {
                const ParameterInfo* const parameter = parameter_of(scenario, name);
                return parameter == nullptr || parameter->label.empty() ? name
                                                                        : parameter->label.in(language);
            },
            [&scenario, &words, language](const std::string& name, const std::string& json) {
                const ParameterInfo* const parameter = parameter_of(scenario, name);
                return parameter == nullptr ? value_text(json, words)
                                            : value_in_words(*parameter, json, words, language);
            }};
}

}  // namespace loopscope::viz
