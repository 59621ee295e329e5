// The loop as it stood after an event: ready queue, timers, selector, tasks, futures, frames.
// LoopState::apply() is the one place that knows the rules of docs/trace_format.md, "The machine behind the
// events".
#pragma once

#include "engine/trace/object_state.h"
#include "engine/trace/object_store.h"
#include "engine/trace/paged_list.h"
#include "engine/trace/recording.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::trace {

struct ReadyEntry {
    ObjectId object = 0;
    ObjectId future = 0;  // what woke it, or whose done callback it is
    ReadyReason reason{};
    EventIndex since = 0;  // the event that appended it

    friend bool operator==(const ReadyEntry&, const ReadyEntry&) = default;
};

struct Timer {
    ObjectId timer = 0;
    ObjectId owner = 0;  // the sleep, timeout or handle it is for
    std::int64_t deadline_ns = 0;
    StringId name = 0;
    EventIndex since = 0;

    friend bool operator==(const Timer&, const Timer&) = default;
};

struct Watch {
    ObjectId object = 0;
    std::uint8_t directions = 0;  // kRead | kWrite

    friend bool operator==(const Watch&, const Watch&) = default;
};

// A step of a task or a plain callback that has begun and not ended.
struct Running {
    ObjectId object = 0;
    EventIndex since = 0;
    bool is_task = false;

    friend bool operator==(const Running&, const Running&) = default;
};

// A cancel() that has been called and has not returned.
struct OpenCancel {
    ObjectId target = 0;
    EventIndex since = 0;

    friend bool operator==(const OpenCancel&, const OpenCancel&) = default;
};

// Copying is cheap: what is large is shared until one of the copies changes it. All copies belong to one
// thread.
class LoopState {
public:
    // Applies event number `index` of `recording`; events must come in order, from 0.
    // Returns a description of the rule that the event breaks, if any; the state stays usable.
    std::optional<std::string> apply(const Recording& recording, EventIndex index);

    EventIndex applied = 0;  // how many events have been applied
    std::uint32_t turn = 0;
    std::int64_t now_ns = 0;
    bool in_select = false;  // the last event was `select`
    std::int64_t select_timeout_ns = 0;
    bool loop_running = false, loop_closed = false;
    bool collecting = false;        // between `collect` and `collect.end`
    std::uint32_t run_in_turn = 0;  // how many entries of this turn have begun
    std::uint32_t left_in_turn =
        0;                        // how many entries at the front of `ready` run in this turn; the rest later
    bool turn_is_full = false;    // what becomes ready from now on runs in a later turn
    PagedList<ReadyEntry> ready;  // front runs next
    std::vector<Watch> watches;   // in registration order
    std::vector<Running> running;     // innermost last
    std::vector<OpenCancel> cancels;  // open `cancel`s, innermost last
    std::uint32_t printed = 0;        // lines of output so far
    std::uint32_t errors = 0;         // calls of the exception handler so far
    std::uint32_t warnings = 0;

    // Null if unknown or dropped. Done objects stay until `drop`; ObjectIndex knows the dropped ones.
    const ObjectState* object(ObjectId id) const { return objects_.find(id); }
    // Every live object, in order of creation: `for (const ObjectState& o : state.objects())`.
    const ObjectStore& objects() const { return objects_; }
    // The tasks suspended on a future, or the pending futures in the line of a lock, queue or the like, in
    // the order in which they will be woken.
    std::vector<ObjectId> waiters(ObjectId id) const;
    // Armed timers by deadline, then by creation, at most so many. Sorts: O(n log most).
    std::vector<Timer> timers(std::size_t most = ~std::size_t{0}) const;
    std::size_t timer_count() const { return timers_.size(); }
    ObjectId current_task() const;  // the innermost running task, or 0

    // Bytes that a copy takes for itself, and bytes of pages that no copy shares: what a checkpoint costs.
    std::size_t own_bytes() const;
    std::size_t unshared_bytes() const;

private:
    friend class Applier;
    friend struct PackedFields;

    ObjectStore objects_;
    ObjectId last_object_ = 0;  // the highest number so far
    std::vector<std::pair<ObjectId, ObjectId>> left_out_;  // first and last of numbers nothing was created with
    PagedList<Timer> timers_;   // in no order
};

}  // namespace loopscope::trace
