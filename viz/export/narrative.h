// The whole run in the window's sentences: for screen readers, for hand-outs, and to search in.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>
#include <vector>

namespace loopscope::viz {

// What is said at one stop.
struct Told {
    trace::EventIndex event = 0;
    bool begins_turn = false;
    std::string sentence;
};

// One entry a stop that has something to say, in order. Moves the store's state.
std::vector<Told> tell(Store& store, const Words& words);

// A line with the program and its parameters, then one sentence a line; an empty line before each turn.
std::string narrative(Store& store, const Words& words);

// "gather_order: delay_a = 3, delay_b = 2".
std::string run_title(const trace::Header& header);

}  // namespace loopscope::viz
