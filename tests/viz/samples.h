// Small recordings made by hand, for the window's tests.
#pragma once

#include "engine/trace/recording.h"

#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::viz {

inline constexpr std::int64_t kSecond = 1'000'000'000;

// The fields of an event that most of them need.
struct Fields {
    trace::ObjectId a = 0, b = 0;
    std::string_view text = {};
    std::int64_t value = 0;
    std::uint32_t line = 0;  // of sample.py
    std::uint8_t flags = 0;
    std::uint32_t c = 0;
};

// Appends events by name.
class SampleBuilder {
public:
    SampleBuilder();

    // Returns the event's index.
    trace::EventIndex add(trace::EventKind kind, Fields fields);
    trace::EventIndex create(trace::ObjectId id, trace::ObjectKind kind, std::string_view name,
                             Fields fields = {});
    trace::EventIndex ready(trace::ObjectId id, trace::ReadyReason reason, trace::ObjectId future = 0);
    trace::EventIndex turn(std::uint32_t number, std::int64_t time_ns);
    // Lines of later events are of this file; before, of a small Python program.
    void source(trace::Source file) { source_ = recording_.add_source(std::move(file)); }
    // The number of a text, for fields that hold one.
    trace::StringId text(std::string_view text) { return recording_.intern(text); }
    trace::Recording take();

private:
    trace::Recording recording_;
    std::uint32_t source_ = 1;
};

// main (1) starts A (2) and waits for it; A sleeps until `seconds` (sleep 3, timer 4), prints and returns
// 'A'.
trace::Recording sleeper(std::int64_t seconds = 1);

// main (1) starts A (2), which sleeps (3, timer 4); main cancels A, and A ends cancelled. B (5) fails.
trace::Recording cancelled_and_failed();

// a (1), b (2) and c (3) are ready in turn 1 and run in that order, unless the interventions (of kind `first`
// and `cancel`) have it otherwise. Each prints its name and returns; b prints "b is late" if c ran before it.
trace::Recording three_in_a_row(const std::vector<trace::Intervention>& interventions = {});

}  // namespace loopscope::viz
