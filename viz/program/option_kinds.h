// Kinds of options that several commands have, and checks that say what may be typed.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::program {

// Says what is wrong with what was typed; nothing: it is right.
using Check = std::function<std::string(const std::string& typed)>;

// `what` names what they are: "format".
Check one_of(const char* what, std::vector<std::string> names);
Check whole_number(std::uint64_t least, std::uint64_t most);

// NAME=VALUE, as often as one likes.
void add_set(CLI::App* command, std::vector<std::string>& assignments);
void add_language(CLI::App* command, std::string& language,
                  const std::string& help = "The language (default: en)");
// A count of events.
void add_event(CLI::App* command, const std::string& name, std::uint32_t& event, const std::string& help);
void add_event(CLI::App* command, const std::string& name, std::optional<std::uint32_t>& event,
               const std::string& help);

}  // namespace loopscope::program
