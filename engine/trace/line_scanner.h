// Scans the lines that are frequent in a recording: events and plain strings. Private to engine/trace.
#pragma once

#include "engine/trace/event.h"

#include <optional>
#include <string>
#include <string_view>

namespace loopscope::trace {

enum class Scan : std::uint8_t { event, unknown_kind, malformed };

// Reads an event line, `["step",5]`. On `malformed`, `message` says what is wrong; on `unknown_kind` it is
// the kind.
Scan scan_event(std::string_view line, Event& event, std::string& message);

struct PlainString {
    std::uint64_t number = 0;
    std::string_view text;
};

// Reads `{"string":N,"text":"..."}` if it is written just so and without escapes; other forms need a JSON
// parser.
std::optional<PlainString> scan_plain_string(std::string_view line);

}  // namespace loopscope::trace
