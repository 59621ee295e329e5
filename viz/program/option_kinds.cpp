#include "viz/program/option_kinds.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace loopscope::program {

namespace {

Check event_count() { return whole_number(0, std::numeric_limits<std::uint32_t>::max()); }

}  // namespace

Check one_of(const char* what, std::vector<std::string> names) {
    return [what, names = std::move(names)](const std::string& typed) {
        if (std::find(names.begin(), names.end(), typed) != names.end()) return std::string();
        return fmt::format("there is no {} {}. There are: {}", what, typed, fmt::join(names, ", "));
    };
}

Check whole_number(std::uint64_t least, std::uint64_t most) {
    return [least, most](const std::string& typed) {
        std::uint64_t number = 0;
        const auto [end, problem] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
        const bool whole = problem == std::errc() && end == typed.data() + typed.size();
        if (whole && least <= number && number <= most) return std::string();
        return fmt::format("{} is no whole number from {} to {}", typed, least, most);
    };
}

void add_set(CLI::App* command, std::vector<std::string>& assignments) {
    command->add_option("--set", assignments, "Give a parameter another value; may be repeated")
        ->type_name("NAME=VALUE")
        ->expected(1)
        ->take_all();
}

void add_language(CLI::App* command, std::string& language, const std::string& help) {
    command->add_option("--language", language, help)
        ->check(one_of("language", {"en", "de"}))
        ->type_name("en|de");
}

void add_event(CLI::App* command, const std::string& name, std::uint32_t& event, const std::string& help) {
    command->add_option(name, event, help)->check(event_count())->type_name("EVENT");
}

void add_event(CLI::App* command, const std::string& name, std::optional<std::uint32_t>& event,
               const std::string& help) {
    command->add_option(name, event, help)->check(event_count())->type_name("EVENT");
}

}  // namespace loopscope::program
