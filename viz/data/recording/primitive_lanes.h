// Each lock, event, condition, semaphore, barrier and queue of the program over the whole run: who holds it,
// how full it is, how many stand in line.
#pragma once

#include "viz/data/recording/labels.h"

#include <cstdint>
#include <span>
#include <vector>

namespace loopscope::viz {

// From after event `begin` until event `end`. Level: items of a queue, free permits of a semaphore, arrivals
// at a barrier, 1 for a locked lock and for an event that is set.
struct PrimitiveSpan {
    trace::EventIndex begin = 0, end = 0;
    std::int32_t level = 0;
    std::uint32_t waiting = 0;   // tasks in line, until they go on
    trace::ObjectId holder = 0;  // of a lock
};

struct PrimitiveRange {
    std::int32_t lowest = 0, highest = 0;
    std::uint32_t waiting = 0;  // at most

    void add(const PrimitiveRange& other);
};

struct PrimitiveLane {
    trace::ObjectId object = 0;
    trace::ObjectKind kind{};
    std::int32_t most = 1;  // the highest level, or what it can have at most
    std::uint32_t most_waiting = 0;
    std::vector<PrimitiveSpan> spans = {};    // one after the other, without gaps
    std::vector<PrimitiveRange> blocks = {};  // of kBlock spans each

    static constexpr std::size_t kBlock = 64;
    // Of the spans from `first` to before `last`, of which there is one. Its cost hardly grows with their
    // number.
    PrimitiveRange range(std::size_t first, std::size_t last) const;
    // What is so after `count` events; null before it is made.
    const PrimitiveSpan* at(trace::EventIndex count) const;
};

// Feed it every event in order, then take the result: in order of creation, without what is inside others.
class PrimitiveLaneBuilder {
public:
    void see(const trace::Event& event, trace::EventIndex index, const trace::Recording& recording,
             const trace::ObjectIndex& objects);
    std::vector<PrimitiveLane> finish(trace::EventIndex event_count);

private:
    PrimitiveLane* lane_of(trace::ObjectId object);
    PrimitiveSpan& change(PrimitiveLane& lane, trace::EventIndex index);
    void create(const trace::Event& event, trace::EventIndex index);
    void state(const trace::Event& event, trace::EventIndex index, std::string_view word);
    void add_items(trace::ObjectId queue, trace::EventIndex index, std::int32_t by);
    void wait(trace::ObjectId task, trace::ObjectId primitive, trace::EventIndex index);

    std::vector<PrimitiveLane> lanes_;
    std::vector<std::uint32_t> lane_of_object_;  // number of the lane, plus one
    std::vector<trace::ObjectId> waits_for_;     // by the task's number: in whose line it stands
};

}  // namespace loopscope::viz
