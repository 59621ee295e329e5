// Figures of the loop itself: how long its turns were, how long it waited, how late its timers.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>
#include <vector>

namespace loopscope::viz {

struct LoopFigures {
    std::size_t turns = 0;
    // From the selector's return to the next time that the loop goes there.
    std::int64_t longest_turn_ns = 0;
    trace::EventIndex longest_turn_at = trace::kNever;  // its first event
    std::int64_t in_turns_ns = 0, selecting_ns = 0;
    std::size_t longest_queue = 0;
    trace::EventIndex longest_queue_at = trace::kNever;  // the entry that made it so long
    std::int64_t latest_timer_ns = 0;                    // how long after its time a timer was seen to be due
    trace::EventIndex latest_timer_at = trace::kNever;
};

LoopFigures loop_figures(const Store& store);

// One of them in words, and the event that it leads to; kNever: none.
struct LoopFigure {
    std::string text;
    trace::EventIndex at = trace::kNever;
};
std::vector<LoopFigure> loop_figure_texts(const LoopFigures& figures, const Words& words);

}  // namespace loopscope::viz
