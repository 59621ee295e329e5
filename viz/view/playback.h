// Where we are in the recording, and how we move. The cursor is a count of events: it stands after event
// `cursor - 1`. A step goes from stop to stop (viz/data/recording/stops.h), the same ones in both directions.
#pragma once

#include "viz/data/recording/store.h"

namespace loopscope::viz {

class Playback {
public:
    trace::EventIndex cursor() const { return cursor_; }
    bool playing() const { return playing_; }
    double steps_per_second() const { return kSpeeds[speed_]; }

    void seek(const Store& store, trace::EventIndex count);
    void first(const Store& store) { seek(store, 0); }
    void last(const Store& store);
    void next_event(const Store& store);
    void previous_event(const Store& store);
    void next_turn(const Store& store);
    void previous_turn(const Store& store);
    // To the next or previous stop at which this object does something.
    void next_of(const Store& store, trace::ObjectId object);
    void previous_of(const Store& store, trace::ObjectId object);
    bool at_start() const { return cursor_ == 0; }
    bool at_end(const Store& store) const { return cursor_ >= end_of(store); }

    // At the end, playing starts again from the beginning.
    void toggle(const Store& store);
    void pause() { playing_ = false; }
    void faster() { speed_ = speed_ + 1 < std::size(kSpeeds) ? speed_ + 1 : speed_; }
    void slower() { speed_ = speed_ > 0 ? speed_ - 1 : 0; }

    // Time passes while it plays. Returns whether the cursor moved.
    bool advance(const Store& store, double seconds);
    // How long until the next step is due; negative if it does not play.
    double seconds_to_next_step() const;

    // The count of events at the end: after the last stop.
    static trace::EventIndex end_of(const Store& store);

private:
    static constexpr double kSpeeds[] = {0.5, 1, 2, 4, 8, 16, 32};

    trace::EventIndex cursor_ = 0;
    bool playing_ = false;
    std::size_t speed_ = 2;
    double waited_ = 0;  // seconds since the last step
};

}  // namespace loopscope::viz
