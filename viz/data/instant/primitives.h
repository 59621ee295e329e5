// Locks, events, conditions, semaphores, barriers and queues: who holds them, who stands in line, and how
// full they were over the whole run.
#pragma once

#include "viz/data/recording/store.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace loopscope::viz {

// How full it was from after an event on: items of a queue, permits of a semaphore, arrivals at a barrier, 1
// for a locked lock and for an event that is set.
struct Level {
    trace::EventIndex event = 0;
    std::int64_t value = 0;
};

// The levels between two pixels of a curve; `last` is the one with which the right pixel begins.
struct LevelColumn {
    std::int64_t lowest = 0, highest = 0, last = 0;
};

// What a lock has seen so far.
struct LockFigures {
    std::size_t taken = 0;
    std::int64_t longest_hold_ns = 0, longest_wait_ns = 0;  // of those that are over
    trace::ObjectId holder = 0, waiter = 0;                 // whose these were
    // Of what still goes on: how long it is held, and how long the first in line has waited; 0: nobody does.
    std::int64_t held_ns = 0, waited_ns = 0;
};

// One walk over a recording. The store must outlive it.
class PrimitiveIndex {
public:
    explicit PrimitiveIndex(const Store& store);

    // Those that the program has made, in order of creation; not what they consist of.
    const std::vector<trace::ObjectId>& all() const { return all_; }
    // The lock of a condition, 0 if it has none.
    trace::ObjectId lock_of(trace::ObjectId condition) const;
    // The event by which a queue tells those who wait in join(), 0 if none is known.
    trace::ObjectId finished_event_of(trace::ObjectId queue) const;
    // Ascending; empty if nothing ever changed.
    const std::vector<Level>& levels(trace::ObjectId id) const;
    std::int64_t highest(trace::ObjectId id) const;
    // How many items have been put into a queue by the first `cursor` events.
    std::int64_t put_into(trace::ObjectId queue, trace::EventIndex cursor) const;
    // The whole run in `columns` pieces of the same number of events. Valid until it is asked for with
    // others.
    const std::vector<LevelColumn>& curve(trace::ObjectId id, std::size_t columns) const;
    // The tasks that have a permit of a semaphore after `cursor` events, in the order in which they took it.
    // A permit that is given back by somebody who has none is that of the first.
    std::vector<trace::ObjectId> holders(trace::ObjectId semaphore, trace::EventIndex cursor) const;

    // By the events before `now`.
    LockFigures lock_figures(trace::ObjectId lock, const trace::LoopState& now) const;

private:
    struct Stay {  // longer than all before
        trace::EventIndex end = 0;
        std::int64_t time_ns = 0;
        trace::ObjectId task = 0;
    };
    struct Permit {
        trace::EventIndex event = 0;
        trace::ObjectId task = 0;
        bool taken = false;
    };
    struct Entry {
        std::vector<Level> levels;
        std::vector<trace::EventIndex> puts;
        std::vector<Permit> permits;
        std::vector<std::vector<trace::ObjectId>> holders;  // before every kPermitsApart-th of these
        mutable std::vector<LevelColumn> curve;             // the one last asked for
        std::vector<trace::EventIndex> taken;               // of a lock
        std::vector<Stay> holds, waits;
        std::int64_t level = 0;
        std::int64_t highest = 0;  // of `levels`
    };
    class Walk;
    static constexpr std::size_t kPermitsApart = 4096;

    static void change(std::vector<trace::ObjectId>& holders, const Permit& permit);
    std::vector<LevelColumn> drawn(trace::ObjectId id, std::size_t columns) const;

    const Store* store_;
    std::vector<trace::ObjectId> all_;
    std::unordered_map<trace::ObjectId, Entry> entries_;
    std::unordered_map<trace::ObjectId, trace::ObjectId> locks_;            // of conditions
    std::unordered_map<trace::ObjectId, trace::ObjectId> finished_events_;  // of queues
};

// "2 of 3 free", "4 items", of an event "set"; `all`: of how many, 0 = no limit. Empty for what has no level.
std::string primitive_level_text(trace::ObjectKind kind, std::int64_t level, std::int64_t all,
                                 const Words& words);

// "locked", "2 of 3 free", "4 items, shut down"; `open`: of a queue also what task_done() was not called for.
std::string primitive_text(const Store& store, const trace::ObjectState& primitive, const Words& words,
                           bool open = false);

// Who stands in line, in front who comes next: the tasks, or the future if no task waits on it.
struct InLine {
    trace::ObjectId who = 0;
    trace::StringId waits_in = 0;  // "Queue.get"
};

std::vector<InLine> line_of(const Store& store, const trace::LoopState& now, trace::ObjectId primitive);

}  // namespace loopscope::viz
