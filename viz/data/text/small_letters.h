// Text in small letters, to compare what people type: of ASCII only, the rest stays.
#pragma once

#include <string>

namespace loopscope::viz {

inline std::string small_letters(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

}  // namespace loopscope::viz
