// Why a program waits for ever: the recording says it in English, in phrases that the texts have in every
// language.
#pragma once

#include "viz/data/text/words.h"

#include <string>

namespace loopscope::viz {

// `text` is a warning's; one that is no such verdict stays as it is.
std::string verdict_in(const Words& words, std::string text);

}  // namespace loopscope::viz
