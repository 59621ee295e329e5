// Blocks that bound what tasks do: the limits of timeout() and wait_for(), and task groups.
#pragma once

#include "viz/data/recording/spans.h"

#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace loopscope::viz {

enum class ScopeKind : std::uint8_t { limit, group };

// From after event `begin` until event `end`, as a lane shows it: its own, or one that it is inside of, as a
// group's child or as what is waited for.
struct Scope {
    trace::EventIndex begin = 0, end = 0;
    trace::EventIndex struck = trace::kNever;  // of a limit: the call with which its time had come
    trace::ObjectId object = 0;                // the timer, the group
    std::uint32_t outer = trace::kNever;  // that of the lane which goes on where this begins, by its place
    ScopeKind kind{};
    bool own = true;
    bool late = false;  // time went on between the stroke and the end
};

class Scopes {
public:
    // In order of their beginning.
    std::span<const Scope> of(std::uint32_t lane) const;
    std::size_t bytes() const {  // of memory
        return scopes_.capacity() * sizeof(Scope) + ranges_.capacity() * sizeof(Range);
    }

private:
    friend class ScopeBuilder;
    struct Range {
        std::size_t first = 0, count = 0;
    };
    std::vector<Scope> scopes_;
    std::vector<Range> ranges_;  // by lane
};

// Feed it every event in order, after `lanes` has seen it, then take the result. A task without a lane has
// none.
class ScopeBuilder {
public:
    void see(const trace::Event& event, trace::EventIndex index, const trace::Recording& recording,
             const trace::ObjectIndex& objects, const LaneBuilder& lanes);
    Scopes finish(trace::EventIndex event_count);

private:
    struct Open {
        Scope scope;
        std::uint32_t lane = 0;
        std::vector<std::uint32_t> members = {};  // lanes
        std::size_t children = 0;                 // of a group, that are not done
        std::int64_t struck_at = 0;
    };
    struct Inside {                                // of a lane
        std::vector<trace::ObjectId> scopes = {};  // open ones, the innermost last
        trace::ObjectId awaits = 0;
        trace::ObjectId leaves = 0;  // the group whose children it waits for, its body being over
    };

    void open(ScopeKind kind, trace::ObjectId object, std::uint32_t lane, trace::EventIndex index);
    void close(trace::ObjectId object, trace::EventIndex index);
    void strike(trace::ObjectId timer, trace::EventIndex index, const LaneBuilder& lanes);
    void join(trace::ObjectId group, std::uint32_t lane);
    void part(trace::ObjectId group);
    void await(std::uint32_t lane, trace::ObjectId what, bool leaves);
    void step(std::uint32_t lane, trace::EventIndex index);
    void leave_limit(std::uint32_t lane, trace::EventIndex index);
    Inside& inside(std::uint32_t lane);

    std::unordered_map<trace::ObjectId, Open> open_;
    std::vector<Inside> inside_;                         // by lane
    std::vector<std::pair<std::uint32_t, Scope>> done_;  // with their lanes
    std::int64_t now_ns_ = 0;
};

}  // namespace loopscope::viz
