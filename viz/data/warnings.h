// What went wrong or probably will: each with what it means and what to do about it.
#pragma once

#include "viz/data/store.h"
#include "viz/data/words.h"

#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

struct Finding {
    trace::EventIndex event = 0;
    trace::ObjectId object = 0;  // that it is about, 0 = none
    std::string title;           // "never awaited"
    std::string evidence;        // what the recording says
    std::string explanation;     // what that means; empty if there is nothing to add
    std::string remedy;
};

// A warning of a recording, "KIND: message", for a sentence: the kind in `words`, or only the message if that
// has it.
std::string warning_in(const Words& words, const std::string& text);

// What such a warning means, in a sentence; empty if its message says all there is to say.
std::string meaning_in(const Words& words, const std::string& text);

// "3 s" of a warning of a slow callback that ran so long; empty if it is none.
std::string blocked_for(const std::string& text, const Words& words);

// The function of a coroutine that was called and never awaited, "greet", by the warning that says so; empty
// if it says something else.
std::string_view never_awaited(std::string_view text);

// Of the whole recording, in its order: warnings, reports of the loop's exception handler, tasks that failed.
std::vector<Finding> findings(const Store& store, const Words& words = Words::of("en"));

}  // namespace loopscope::viz
