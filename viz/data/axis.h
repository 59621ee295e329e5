// Where an event is on the time axis. Two axes: logical (each stop takes the same room) and clock (loop time
// in seconds).
#pragma once

#include "viz/data/store.h"

namespace loopscope::viz {

enum class AxisMode : std::uint8_t { logical, clock };

class Axis {
public:
    Axis(const Store& store, AxisMode mode) : store_(&store), mode_(mode) {}

    AxisMode mode() const { return mode_; }
    // Logical: the number of stops before the event, so that a stop and the bookkeeping before it share a
    // column.
    double position(trace::EventIndex event) const;
    // Where the axis ends.
    double end() const;
    // Where "now" is when `count` events have happened.
    double cursor(trace::EventIndex count) const;
    // The count of events to go to when someone points at `position`: after the stop of that column.
    trace::EventIndex count_at(double position) const;
    // Whether the event after the last of this position exists; used to find the next thing past a pixel.
    trace::EventIndex first_event_from(double position) const;

private:
    const Store* store_;
    AxisMode mode_;
};

}  // namespace loopscope::viz
