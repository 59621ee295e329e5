#include "course/text.h"

namespace loopscope::course {

const std::string& Text::in(const std::string& language) const {
    static const std::string kNone;
    for (const std::string& wanted : {language, std::string("en")}) {
        if (const auto found = by_language_.find(wanted); found != by_language_.end()) return found->second;
    }
    return kNone;
}

}  // namespace loopscope::course
