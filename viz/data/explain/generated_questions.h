// Questions that any recording can answer, one's own programs included: made from the moment where one
// stands.
#pragma once

#include "course/asked.h"
#include "viz/data/recording/store.h"

#include <optional>

namespace loopscope::viz {

// Each is about such a thing after `count` events, and nothing if there is none, or nothing to choose from.
// They move the store's state.
// Who runs at the next step at which the loop has a choice; for who stands just before it.
std::optional<course::Asked> next_choice(Store& store, trace::EventIndex count);
// Who runs at the very next step.
std::optional<course::Asked> what_runs_next(Store& store, trace::EventIndex count);
std::optional<course::Asked> what_is_printed_next(Store& store, trace::EventIndex count);
std::optional<course::Asked> when_is_it_done(Store& store, trace::EventIndex count);
std::optional<course::Asked> who_gets_the_exception(Store& store, trace::EventIndex count);

}  // namespace loopscope::viz
