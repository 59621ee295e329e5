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
    struct Known {
        std::string what = {};   // told in place of "a connection or a thread"; empty: no more is known
        std::string where = {};  // "Queue 1 (get), pool.py:60": told in brackets behind it
    };
    // Of a task of that name. `outside`: what it waits for comes from there. Asked in the order of the
    // message.
    std::function<Known(std::string_view task, bool outside)> known = {};
    std::string circle = {};  // that of tasks by way of connections: "A -> B -> A"; empty: none
};

// `message`: of a warning of that kind.
std::string verdict_in(const Words& words, std::string_view message, const VerdictNotes& notes = {});

}  // namespace loopscope::viz
