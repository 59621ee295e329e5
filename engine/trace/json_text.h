// JSON strings and UTF-8, as far as the recording needs them. Private to engine/trace.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace loopscope::trace {

// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

// How many bytes the UTF-8 character at the start of `text` has; 0 if it is none. Requires: !text.empty().
std::size_t utf8_length(std::string_view text);

// Whether the text may stand between the quotes of a JSON string as it is and means itself.
bool is_plain_json_text(std::string_view text);

}  // namespace loopscope::trace
