// The child processes of a program on a virtual clock.
//
// A child runs beside the loop, and a recording must not depend on which of them is quicker. So the loop
// looks at its children only when nothing else can happen, and then waits until each of them has ended or
// waits itself: for input, for room in a pipe, for one of its own children, for time. What all of them did
// until then is the loop's next turn. As long as the children only talk to us, and take no different way when
// run twice, that is the same on every run.
//
// A child that sleeps is to the virtual clock what a thread that sleeps is: the clock moves to its end, once
// nothing comes before, and waits there until the child is awake. A child that waits for the outside world (a
// network, a terminal) holds the clock.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace asyncio::detail {

class Children {
public:
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

    enum class Rest {
        none,     // at least one runs
        outside,  // they wait, one of them for the outside world
        here,     // they wait for us, for each other, or for time
    };

    void add(int pid) { children_[pid] = {}; }
    void remove(int pid);
    // A signal was sent to it: what sleeps now may end before its time.
    void signalled(int pid);
    bool empty() const noexcept { return children_.empty(); }
    bool contains(int pid) const { return children_.contains(pid); }
    std::vector<int> pids() const;

    // Told of each child that waits, with its own time: that of the loop, or the end of its last sleep.
    using AtRest = std::function<void(int pid, std::int64_t local_ns)>;

    // What they and their children do. Two calls in a row are needed to know that all wait at one instant.
    // A child that is ahead of `now_ns`, loop time, as its sleep was over sooner than the loop came to it, is
    // left alone.
    Rest look(std::int64_t now_ns, const AtRest& at_rest);
    // When the first one that sleeps is to wake, in loop time, or kNever; as of the last look().
    std::int64_t next_wake_ns(std::int64_t now_ns) const;

private:
    // A thread of a child, or of a child's child.
    struct Seen {
        std::uint64_t times_run = 0;  // how often it got a processor: if unchanged, it has not run meanwhile
        bool runs = false, outside = false;
        std::int64_t sleeps_until_ns = kNever;  // in loop time
        std::int64_t awake_ns = 0;  // by the machine's clock: if it is not asleep before, it was woken
        friend bool operator==(const Seen&, const Seen&) = default;
    };
    using Threads = std::map<std::pair<int, int>, Seen>;  // by process and thread
    struct Child {
        std::int64_t local_ns = 0;  // the end of its last sleep
        Threads threads = {};
    };

    static void take(int pid, std::int64_t now_ns, const Threads& before, Threads& now);

    std::map<int, Child> children_;
};

}  // namespace asyncio::detail
