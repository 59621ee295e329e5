// Questions that any recording can answer, one's own programs included: made from the moment where one
// stands.
#pragma once

#include "viz/data/explain/posed.h"
#include "viz/data/recording/store.h"

#include <optional>

namespace loopscope::viz {

// Each is about such a thing after `count` events, and nothing if there is none, or nothing to choose from.
// They move the store's state.
// Who runs at the next step at which the loop has a choice: two tasks or more are ready. It is asked just
// before that step.
std::optional<Posed> next_choice(Store& store, trace::EventIndex count);
// Who runs at the very next step, if the loop has a choice there.
std::optional<Posed> what_runs_next(Store& store, trace::EventIndex count);
// Whether a program draws random numbers, as far as its sources tell: what comes then cannot be known.
bool draws_numbers(const trace::Recording& recording);
// The rest asks only for what can be known: not when or in which order things happen that hang on random
// numbers, or on how long something takes in reality.
std::optional<Posed> what_is_printed_next(Store& store, trace::EventIndex count);
std::optional<Posed> when_is_it_done(Store& store, trace::EventIndex count);
std::optional<Posed> who_gets_the_exception(Store& store, trace::EventIndex count);

}  // namespace loopscope::viz
