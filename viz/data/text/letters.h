// What people type, made comparable.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace loopscope::viz {

// In small letters: of ASCII only, the rest stays.
inline std::string small_letters(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

// Without blanks at either end; a part of `text`.
inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r";
    const std::size_t first = std::min(text.find_first_not_of(kBlank), text.size());
    return text.substr(first, text.find_last_not_of(kBlank) + 1 - first);
}

}  // namespace loopscope::viz
