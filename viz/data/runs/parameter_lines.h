// Where the values that a scenario ran with enter its source: Python's constants at the top, and what the C++
// asks of its parameters.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

struct ParameterMark {
    std::uint32_t line = 0;               // from 1
    std::uint32_t begin = 0, length = 0;  // bytes of the line: the literal, or the call
    std::string note = {};                // "delay = 0.5"; empty if the line says so itself
};

// By line, then by place in it. `values` are JSON text, as in the recording's header.
std::vector<ParameterMark> parameter_marks(std::string_view source, bool python,
                                           const std::map<std::string, std::string>& values);

// What the first line of a copy begins with, before the scenario's name.
inline constexpr std::string_view kCopyOf = "# loopscope: ";

// Python's source with the constants that are these values' own.
std::string with_values(std::string source, const std::map<std::string, std::string>& values);

// Do both say the same, but for the values of these constants and the first line, which names the scenario
// that a copy is of?
bool differ_in_values_only(std::string_view twin, std::string_view copy,
                           const std::map<std::string, std::string>& values);

}  // namespace loopscope::viz
