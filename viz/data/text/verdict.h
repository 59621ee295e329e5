// Why a program waits for ever: the recording says it in English, in phrases that the texts have in every
// language.
#pragma once

#include "viz/data/text/words.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// `message`: of a warning of that kind.
std::string verdict_in(const Words& words, std::string_view message);

}  // namespace loopscope::viz
