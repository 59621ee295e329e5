// A scenario's parameters as its author calls them.
#pragma once

#include "viz/data/runs/compare.h"
#include "viz/services.h"

#include <string_view>

namespace loopscope::viz {

// A value of it in words: "as created".
std::string value_in_words(const ParameterInfo& parameter, const std::string& value, const Words& words,
                           const std::string& language);

// The values that a lesson's link sets, "pause=3,order=polite", and all others as they are at first: what it
// says is true of these. Empty if it names none of the scenario's.
ParameterValues values_named(const ScenarioInfo& scenario, std::string_view link);

// Both must outlive what is returned.
ParameterTexts parameter_texts(const ScenarioInfo& scenario, const Words& words, const std::string& language);

}  // namespace loopscope::viz
