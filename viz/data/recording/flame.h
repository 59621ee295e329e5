// The coroutines that a task is inside of, one above the other: what awaited what, from when to when. The
// outermost coroutine is the task itself and is left out.
#pragma once

#include "viz/data/recording/spans.h"

#include <span>
#include <vector>

namespace loopscope::viz {

// From after event `begin` until event `end`.
struct StackSpan {
    trace::EventIndex begin = 0, end = 0;
    trace::StringId function = 0;
    trace::LocationId loc = 0;  // of the await that started it
    std::uint32_t depth = 1;    // 1: awaited by the task's own coroutine
    bool suspended = true;      // false: it came to its end within one step, and nobody else had a turn
};

class Flames {
public:
    // In order of their beginning.
    std::span<const StackSpan> of(std::uint32_t lane) const;
    // The deepest that there is in a lane; 0: it awaits no coroutine of its own.
    std::uint32_t depth_of(std::uint32_t lane) const;
    // Those that came to their end without ever being suspended, of all lanes, in order of their end.
    std::span<const StackSpan> unsuspended() const { return unsuspended_; }
    // The one that ended so at that event; null if none did.
    const StackSpan* left_unsuspended(trace::EventIndex event) const;
    std::size_t bytes() const {  // of memory
        return (spans_.capacity() + unsuspended_.capacity()) * sizeof(StackSpan) +
               ranges_.capacity() * sizeof(Range);
    }

private:
    friend class FlameBuilder;
    struct Range {
        std::size_t first = 0, count = 0;
        std::uint32_t depth = 0;
    };
    std::vector<StackSpan> spans_, unsuspended_;
    std::vector<Range> ranges_;  // by lane
};

// Feed it every event in order, then take the result. Tasks without a lane are left out.
class FlameBuilder {
public:
    // Returns whether a coroutine has ended here that was never suspended.
    bool see(const trace::Event& event, trace::EventIndex index, std::uint32_t lane);
    Flames finish(trace::EventIndex event_count);

private:
    struct Stack {
        std::vector<StackSpan> open = {};             // innermost last
        trace::EventIndex suspended = trace::kNever;  // when the task was, the last time
    };
    void close(std::uint32_t lane, trace::EventIndex index);

    std::vector<Stack> stacks_;  // by lane
    std::vector<StackSpan> unsuspended_;
    std::vector<std::pair<std::uint32_t, StackSpan>> done_;  // with their lanes
};

}  // namespace loopscope::viz
