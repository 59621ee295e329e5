// What is known of one object (a task, a future, a timer, ...) at an instant.
#pragma once

#include "engine/trace/event.h"
#include "engine/trace/paged_list.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace loopscope::trace {

// A coroutine that a task is inside of.
struct Frame {
    StringId function = 0;
    LocationId called_from = 0;  // the await that started it
    EventIndex since = 0;

    friend bool operator==(const Frame&, const Frame&) = default;
};

// One object holds another: gather's children, shield's inner, a server's connections, a lock's owner.
struct Link {
    ObjectId object = 0;
    StringId role = 0;

    friend bool operator==(const Link&, const Link&) = default;
};

enum class TaskState : std::uint8_t { created, ready, running, suspended, returned, failed, cancelled };
enum class FutureState : std::uint8_t { pending, result, exception, cancelled };

// One end of a connection.
struct StreamState {
    std::int64_t written = 0, sent = 0, received = 0, read = 0;  // bytes so far
    std::uint32_t write_buffer = 0, read_buffer = 0;             // bytes now
    bool reading_paused = false, writing_paused = false;
    bool eof_received = false, eof_sent = false, closing = false, lost = false;
    ObjectId peer = 0;  // the other end, if it is of this program, too
    // Marks of the write buffer, and the reader's limit: it reads on while less than twice as much waits.
    std::uint32_t high_water = kDefaultHighWater, low_water = kDefaultLowWater,
                  read_limit = kDefaultReadLimit;
    // What was last waited for, by whom: while the future is pending, somebody still does.
    ObjectId read_wait = 0, write_wait = 0;
    StringId wanted = 0;  // by who reads: "readuntil(b'\n')"

    friend bool operator==(const StreamState&, const StreamState&) = default;
};

// A lock, event, condition, semaphore, barrier or queue.
struct PrimitiveState {
    ObjectId owner = 0;         // the task that holds a lock
    StringId state = 0;         // "locked", "set", "filling", ...; see `state`
    std::int64_t value = 0;     // permits of a semaphore, arrivals at a barrier, unfinished tasks of a queue
    PagedList<StringId> items;  // of a queue, as repr; next out first, of a stack last, else in no order
};

// Small, as a recording may hold millions; what few objects have is behind details_, shared between copies.
class ObjectState {
public:
    ObjectId id = 0;
    ObjectId parent = 0;
    ObjectId creator = 0;    // the task that ran when it was created, 0 = none
    EventIndex created = 0;  // the `new` event
    LocationId created_at = 0;
    StringId name = 0;
    std::int64_t value = 0;  // see `new`
    ObjectKind kind{};
    bool internal = false;  // asyncio's own
    TaskState task_state{};
    FutureState future_state{};   // of tasks too
    bool must_cancel = false;     // CancelledError is thrown at its next step
    bool retrieved = false;       // its exception was looked at
    std::int32_t cancelling = 0;  // requests that were not taken back
    ObjectId awaits = 0;  // what the task is suspended on; of a pending future, the lock or the like in whose
                          // line it stands
    LocationId at = 0;    // the line of its innermost await, while suspended or after a yield
    StringId outcome = 0;    // repr of result or exception, or the cancel message
    EventIndex done_at = 0;  // the event that ended it, if done()

    bool done() const { return future_state != FutureState::pending; }
    const std::vector<Frame>& frames() const { return details().frames; }  // of a task, outermost first
    const std::vector<ObjectId>& callbacks() const { return details().callbacks; }
    const std::vector<Link>& links() const { return details().links; }
    const StreamState& stream() const { return details().stream; }
    const PrimitiveState& primitive() const { return details().primitive; }

private:
    friend class Applier;
    friend struct PackedFields;
    friend class LoopState;
    friend class ObjectStore;

    struct Details {
        std::vector<Frame> frames;
        std::vector<ObjectId> callbacks;
        std::vector<Link> links;
        StreamState stream;
        PrimitiveState primitive;
    };
    const Details& details() const;
    Details& edit_details();
    // Bytes of details that no copy shares.
    std::size_t unshared_bytes() const;

    // Who waits is a list through those who do, in the order in which they came: many may wait for one,
    // and each leaves in constant time. Of a future the tasks suspended on it, of a lock and the like the
    // futures in its line. LoopState::waiters() reads it.
    ObjectId first_waiter_ = 0, last_waiter_ = 0;
    ObjectId next_waiter_ = 0, previous_waiter_ = 0;  // of one who waits, among those who wait for the same
    std::uint32_t timer_slot_ = 0;  // of an armed timer: its place in the state's timers, from 1
    std::shared_ptr<Details> details_;
};

}  // namespace loopscope::trace
