// What a loop warns of: the kinds of `warning` in docs/trace_format.md, whose text is "KIND: message".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::trace {

enum class WarningKind : std::uint8_t {
    never_awaited,
    never_retrieved,
    destroyed_pending,
    slow_callback,
    swallowed_cancellation,
    waits_for_ever,  // a recording ends with it
    late_generator,
    other,  // of a newer program
};

struct Warning {
    WarningKind kind{};
    std::string_view name;  // "slow callback"; empty if the text has no kind
    std::string_view message;
};

// Points into `text`.
Warning parse_warning(std::string_view text) noexcept;

// Requires: not `other`.
std::string warning_text(WarningKind kind, std::string_view message);

}  // namespace loopscope::trace
