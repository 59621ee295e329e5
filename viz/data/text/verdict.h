// Why a program waits for ever: the recording says it in English, in phrases that the texts have in every
// language.
#pragma once

#include "viz/data/text/words.h"

#include <functional>
#include <string>
#include <string_view>

namespace loopscope::viz {

// What a recording knows besides.
struct VerdictNotes {
    // What a task of that name waits for that comes from outside; empty: no more is known. Asked in the order
    // of the message.
    std::function<std::string(std::string_view task)> outside = {};
    std::string circle = {};  // that of tasks by way of connections: "A -> B -> A"; empty: none
};

// `message`: of a warning of that kind.
std::string verdict_in(const Words& words, std::string_view message, const VerdictNotes& notes = {});

}  // namespace loopscope::viz
