#include "course/text.h"

#include <algorithm>

namespace loopscope::course {

const std::string& Text::in(const std::string& language) const {
    static const std::string kNone;
    for (const std::string& wanted : {language, std::string("en")}) {
        if (const auto found = by_language_.find(wanted); found != by_language_.end()) return found->second;
    }
    return kNone;
}

std::string decimal_text(std::string_view number, std::string_view language) {
    std::string text(number);
    if (language == "de") std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

}  // namespace loopscope::course
