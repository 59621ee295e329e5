// What each task was doing from when to when, and who made whom move: the data behind the timeline's lanes.
#pragma once

#include "viz/data/recording/labels.h"

#include <cstdint>
#include <span>
#include <vector>

namespace loopscope::viz {

// blocked: of the loop, while a step or callback kept its thread and time went on.
enum class SpanState : std::uint8_t { ready, running, suspended, call, selecting, blocked };

// From after event `begin` until event `end` (exclusive, the number of events if it still lasts).
struct Span {
    trace::EventIndex begin = 0;
    trace::EventIndex end = 0;
    trace::ObjectId about = 0;  // suspended: what it waits for; call: whose callback; blocked: by whom
    trace::LocationId loc = 0;
    SpanState state{};
};

// destroyed: collected while it still waited.
enum class LaneEnd : std::uint8_t { open, returned, failed, cancelled, destroyed };

struct Lane {
    trace::ObjectId task = 0;  // 0 in lane 0, the loop's own
    trace::EventIndex begin = 0;
    trace::EventIndex end = 0;  // the event that ended it; the number of events if none did
    LaneEnd how = LaneEnd::open;
    std::uint32_t first_span = 0;
    std::uint32_t span_count = 0;
};

enum class ArrowKind : std::uint8_t { create, wake, cancel };

// `to_event` is the event that made it happen; arrows are in its order.
struct Arrow {
    trace::EventIndex from_event = 0;
    trace::EventIndex to_event = 0;
    std::uint32_t from_lane = 0;
    std::uint32_t to_lane = 0;
    ArrowKind kind{};
};

struct Lanes {
    std::vector<Lane> lanes;  // lane 0 is the loop's, then the program's tasks as created
    std::vector<Arrow> arrows;
    std::vector<Span> spans;  // lane by lane, in order of time; spans of one lane overlap only if calls nest

    std::span<const Span> spans_of(const Lane& lane) const {
        return std::span<const Span>(spans).subspan(lane.first_span, lane.span_count);
    }
    // 0 if it is no task.
    std::uint32_t lane_of(trace::ObjectId task) const {
        return task < lane_of_object.size() ? lane_of_object[task] : 0;
    }
    // The task's spans that begin before an event; none if it has no lane of its own.
    std::span<const Span> spans_before(trace::ObjectId task, trace::EventIndex event) const;

    std::vector<std::uint32_t> lane_of_object;
};

// Feed it every event in order, then take the result.
class LaneBuilder {
public:
    LaneBuilder();
    // `objects` knows the whole recording.
    void see(const trace::Event& event, trace::EventIndex index, const trace::ObjectIndex& objects);
    // Of what has been seen so far; 0 if it is no task.
    std::uint32_t lane_of(trace::ObjectId task) const { return result_.lane_of(task); }
    Lanes finish(trace::EventIndex event_count);

private:
    struct Place {  // where something happened
        std::uint32_t lane = 0;
        trace::EventIndex event = 0;
    };
    struct Open {
        Span span;
        bool is_open = false;
    };

    void open(std::uint32_t lane, SpanState state, trace::EventIndex index, trace::ObjectId about = 0,
              trace::LocationId loc = 0);
    void close(std::uint32_t lane, trace::EventIndex index);
    void see_task_event(const trace::Event& event, trace::EventIndex index);
    void see_loop_event(const trace::Event& event, trace::EventIndex index);
    void add_lane(const trace::Event& event, trace::EventIndex index);
    void begin_step(std::uint32_t lane, const trace::Event& event, trace::EventIndex index);
    void end_step(trace::EventIndex index);
    void block(const trace::Event& event, trace::EventIndex index);
    void end_lane(const trace::Event& event, trace::EventIndex index, LaneEnd how);
    void destroy(const trace::Event& event, trace::EventIndex index);
    void wake(const trace::Event& event, trace::EventIndex index);
    void cancel(const trace::Event& event, trace::EventIndex index);
    void remember_done(trace::ObjectId id, Place place);
    std::uint32_t running_lane() const { return running_.empty() ? 0 : running_.back(); }

    Lanes result_;
    std::vector<Open> open_;             // one a lane
    std::vector<std::uint32_t> owners_;  // lane of each closed span, in step with closed_
    std::vector<Span> closed_;
    std::vector<std::uint32_t> running_;    // lanes, innermost last
    std::vector<Span> calls_;               // open callbacks, innermost last
    std::vector<trace::ObjectId> cancels_;  // open cancels, innermost last
    std::vector<Place> done_;               // where each object was resolved
};

}  // namespace loopscope::viz
