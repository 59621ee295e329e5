// The coroutines that a task is inside of, one above the other: what awaited what, from when to when. The
// outermost coroutine is the task itself and is left out.
#pragma once

#include "viz/data/spans.h"

#include <span>
#include <vector>

namespace loopscope::viz {

// From after event `begin` until event `end`.
struct StackSpan {
    trace::EventIndex begin = 0, end = 0;
    trace::StringId function = 0;
    trace::LocationId loc = 0;  // of the await that started it
    std::uint32_t depth = 1;    // 1: awaited by the task's own coroutine
};

class Flames {
public:
    // In order of their beginning.
    std::span<const StackSpan> of(std::uint32_t lane) const;
    // The deepest that there is in a lane; 0: it awaits no coroutine of its own.
    std::uint32_t depth_of(std::uint32_t lane) const;

private:
    friend class FlameBuilder;
    struct Range {
        std::size_t first = 0, count = 0;
        std::uint32_t depth = 0;
    };
    std::vector<StackSpan> spans_;
    std::vector<Range> ranges_;  // by lane
};

// Feed it every event in order, then take the result. Tasks without a lane are left out.
class FlameBuilder {
public:
    void see(const trace::Event& event, trace::EventIndex index, std::uint32_t lane);
    Flames finish(trace::EventIndex event_count);

private:
    void close(std::uint32_t lane, trace::EventIndex index);

    std::vector<std::vector<StackSpan>> open_;               // by lane, innermost last
    std::vector<std::pair<std::uint32_t, StackSpan>> done_;  // with their lanes
};

}  // namespace loopscope::viz
