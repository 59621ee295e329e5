// Where an event is on the time axis. Three axes: logical (each stop takes the same room); clock: between two
// instants there is room as time passes, and each instant has some of its own for what happens in it, so that
// its turns can be read (together the instants take as much as the time between them); and linear, on which
// room is time and nothing else.
#pragma once

#include "viz/data/recording/store.h"

namespace loopscope::viz {

enum class AxisMode : std::uint8_t { logical, clock, linear };

// Two runs on one clock axis: an instant has the room that it needs in the run in which more happens, so that
// each time is at one place in both. Both stores must outlive it.
class SharedClock {
public:
    SharedClock(const Store& before, const Store& after);

    // The stops that have room before the instant of `time_ns`.
    double stops_before(std::int64_t time_ns) const;
    double room_of_stop() const { return stop_; }  // in seconds

private:
    struct Instant {
        std::int64_t time_ns = 0;
        std::uint32_t stops_before = 0;
    };
    std::vector<Instant> instants_;
    std::uint32_t stops_ = 0;
    double stop_ = 0;
};

class Axis {
public:
    // `shared`: of this run and another one, for the clock axis; must outlive it. Null: it stands alone.
    Axis(const Store& store, AxisMode mode, const SharedClock* shared = nullptr);

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
    // Where the clock first reads `seconds`: at the begin of an instant.
    double position_of_time(double seconds) const;
    // Whether the event after the last of this position exists; used to find the next thing past a pixel.
    trace::EventIndex first_event_from(double position) const;

private:
    double stops_before(trace::EventIndex event, std::int64_t time_ns) const;

    const Store* store_;
    const SharedClock* shared_ = nullptr;
    AxisMode mode_;
    double stop_ = 0;  // on the clock axis: the room of a stop, in seconds
};

}  // namespace loopscope::viz
