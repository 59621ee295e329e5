// Breakpoints on what happens: the nearest event of a sort, in both directions.
#pragma once

#include "viz/data/recording/source_place.h"
#include "viz/data/recording/store.h"

namespace loopscope::viz {

enum class Direction : std::uint8_t { forward, backward };

// cancel() was called, CancelledError is thrown in, or a task has ended by it.
bool is_cancellation(const Store& store, trace::EventIndex index);
// An exception that came out of a task or callback, a report of the loop, or a warning.
bool is_failure(const Store& store, trace::EventIndex index);

// Whether it happened at that line of that source.
bool is_at(const Store& store, trace::EventIndex index, const SourcePlace& place);

// The nearest event for which `wanted(store, index)` holds, seen from after `count` events: forward the first
// of those to come, backward the last before the one that has just happened.
template <class Wanted>
std::optional<trace::EventIndex> find_event(const Store& store, trace::EventIndex count, Direction direction,
                                            const Wanted& wanted) {
    if (direction == Direction::forward) {
        for (trace::EventIndex i = count; i < store.event_count(); ++i) {
            if (wanted(store, i)) return i;
        }
        return std::nullopt;
    }
    for (trace::EventIndex i = count == 0 ? 0 : count - 1; i-- > 0;) {
        if (wanted(store, i)) return i;
    }
    return std::nullopt;
}

}  // namespace loopscope::viz
