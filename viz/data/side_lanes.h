// What goes on beside the tasks: each thread with its turns, each connection with its bytes, and how many
// timers are set.
#pragma once

#include "viz/data/labels.h"

#include <cstdint>
#include <vector>

namespace loopscope::viz {

enum class SideKind : std::uint8_t { timers, thread, stream };
enum class SideState : std::uint8_t {
    set,      // of timers: `level` of them
    runs,     // a thread has its turn
    blocked,  // ... waits for something
    open,     // a connection
    paused,   // ... that must not read or write now
};
enum class SideSign : std::uint8_t { written, received, read, end, fired };

// From after event `begin` until event `end`.
struct SideSpan {
    trace::EventIndex begin = 0, end = 0;
    SideState state{};
    std::uint32_t level = 0;
};

struct SideMark {
    trace::EventIndex event = 0;
    SideSign sign{};
    std::int64_t amount = 0;  // bytes
};

struct SideLane {
    trace::ObjectId object = 0;  // 0 of the timers
    SideKind kind{};
    std::uint32_t most = 0;  // of timers: the highest level
    std::vector<SideSpan> spans = {};
    std::vector<SideMark> marks = {};
};

// Feed it every event in order, then take the result: threads and connections as they were made, the timers
// last. Nothing is there of a kind that the run does not use.
class SideLaneBuilder {
public:
    void see(const trace::Event& event, trace::EventIndex index, const trace::ObjectIndex& objects);
    std::vector<SideLane> finish(trace::EventIndex event_count);

private:
    SideLane* lane_of(trace::ObjectId object, SideKind kind);
    void change(SideLane& lane, trace::EventIndex index, SideState state, std::uint32_t level = 0);
    void stop(SideLane& lane, trace::EventIndex index);
    void see_stream(const trace::Event& event, trace::EventIndex index, const trace::ObjectIndex& objects);
    void see_timer(const trace::Event& event, trace::EventIndex index);

    std::vector<SideLane> lanes_;
    std::vector<std::uint32_t> lane_of_object_;  // number of the lane, plus one
    SideLane timers_;
    std::uint32_t set_ = 0;
};

}  // namespace loopscope::viz
