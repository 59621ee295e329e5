// What a loop tells about itself, as it happens. One empty hook per event; a recorder overrides those it
// wants. Hooks must not change the program, and must not throw.
#pragma once

#include "engine/base/numbers.h"
#include "engine/base/object.h"
#include "engine/trace/intervention.h"
#include "engine/trace/warning.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace asyncio {

class CancelMessage;
class FutureBase;
class TaskBase;
struct ExceptionContext;

namespace detail {
struct PromiseBase;
class CallSite;
}  // namespace detail

class Observer {
public:
    using ObjectId = detail::ObjectId;
    using ObjectKind = detail::ObjectKind;
    using Object = detail::Object;
    using ReadyReason = loopscope::trace::ReadyReason;
    using WarningKind = loopscope::trace::WarningKind;

    // What is known of an object when it is made.
    struct Creation {
        std::string_view name = {};  // empty: a default, of a task or future
        ObjectId parent = 0;
        std::int64_t value = 0;  // see docs/trace_format.md, `new`
        bool internal = false;   // asyncio's own, not the program's
        const std::source_location* where = nullptr;
    };
    enum class LoopEvent { run, stop, close };
    enum class StreamEvent { write, send, receive, read, eof, pause, resume, close, lost };
    enum Direction : std::uint8_t { kNeither = 0, kReading = 1, kWriting = 2 };

    virtual ~Observer() = default;

    // Of the loops that tell it something, one after the other.
    detail::Progress& progress() noexcept { return progress_; }

    // The loop. Times are nanoseconds of loop time.
    virtual void loop(LoopEvent) noexcept {}
    virtual void select(std::int64_t /*timeout_ns: -1 = no limit*/) noexcept {}
    virtual void turn(std::uint32_t /*number*/, std::int64_t /*now_ns*/) noexcept {}
    // The clock moved, but no turn begins: the program blocks the loop's thread at `where`, or a thread wakes
    // (nowhere).
    virtual void clock(std::int64_t /*now_ns*/, const std::source_location& /*where*/) noexcept {}

    virtual void created(const Object&, const Creation&) noexcept {}
    virtual void renamed(const Object&, std::string_view) noexcept {}
    virtual void dropped(const Object&) noexcept {}
    virtual void linked(const Object& /*holder*/, const Object& /*held*/,
                        std::string_view /*role*/) noexcept {}
    virtual void unlinked(const Object&, const Object&) noexcept {}
    // A variable of the task's coroutines holds a future, or does so no longer (which may be gone then).
    virtual void frame_holds(const TaskBase&, ObjectId /*held*/, bool /*holds*/) noexcept {}
    // A collection of lost tasks begins (by the task that runs, if one does), and ends: it took so many.
    virtual void collecting(const TaskBase*) noexcept {}
    virtual void collected(std::size_t) noexcept {}

    // The ready queue.
    virtual void ready(const Object&, const FutureBase* /*why*/, ReadyReason) noexcept {}
    virtual void skipped(const Object&) noexcept {}

    // Steps of tasks. `thrown` is thrown into the coroutine.
    virtual void step(const TaskBase&, const FutureBase* /*woken by*/,
                      const std::exception_ptr& /*thrown*/) noexcept {}
    virtual void yielded(const TaskBase&) noexcept {}
    virtual void awaiting(const TaskBase&, const FutureBase&) noexcept {}
    virtual void task_done(const TaskBase&) noexcept {}
    // The task returned or raised although a cancellation of it was still to be delivered.
    virtual void returned_but_cancelled(const TaskBase&, std::string_view /*result*/) noexcept {}
    virtual void entered(const TaskBase&, const detail::PromiseBase&) noexcept {}
    virtual void left(const TaskBase&, const detail::PromiseBase&) noexcept {}

    // Plain callbacks.
    virtual void call(const Object&, const FutureBase* /*argument*/, std::string_view /*name*/,
                      bool /*internal*/) noexcept {}
    virtual void call_end(const Object&, const std::exception_ptr& /*raised*/) noexcept {}

    // Futures that are no tasks.
    virtual void resolved(const FutureBase&) noexcept {}
    virtual void callback_added(const FutureBase&, const Object&) noexcept {}
    virtual void callback_removed(const FutureBase&, const Object&) noexcept {}
    virtual void retrieved(const FutureBase&) noexcept {}

    // cancel() begins and ends; what it passes on to is reported between.
    virtual void cancel(const FutureBase& /*target*/, const TaskBase* /*by*/,
                        const CancelMessage& /*message*/, bool /*already_done*/) noexcept {}
    virtual void cancel_end(const FutureBase& /*target*/) noexcept {}
    virtual void uncancel(const TaskBase&) noexcept {}

    // Locks, events, conditions, semaphores, barriers and queues: what it is now, see `state` in docs/trace_format.md.
    virtual void state(const Object&, const TaskBase* /*owner*/, std::string_view /*state*/,
                       std::int64_t /*value*/) noexcept {}
    // An item goes into a queue, and out of it again at `end`. `item`: its repr.
    enum class QueueEnd : std::uint8_t { front = 0, back = 1, any = 2 };
    virtual void queue_put(const Object&, std::string_view /*item*/) noexcept {}
    virtual void queue_get(const Object&, std::string_view /*item*/, QueueEnd) noexcept {}

    virtual void timer(const Object& /*timer*/, ObjectId /*owner*/, std::int64_t /*deadline_ns*/,
                       std::string_view /*name*/) noexcept {}
    virtual void timer_cancelled(const Object&) noexcept {}
    // The threads of a program on a virtual clock: one has its turn, and gives it up until `until_ns` (-1:
    // until what it waits for happens).
    virtual void thread_runs(const Object&) noexcept {}
    virtual void thread_waits(const Object&, std::int64_t /*until_ns*/) noexcept {}
    virtual void process_exited(const Object&, int /*returncode*/) noexcept {}
    virtual void watch(const Object&, Direction) noexcept {}
    virtual void unwatch(const Object&, Direction) noexcept {}

    // The user had the loop do this, to `on` (0: to the object that it names). `done` is false if that was
    // not possible, for the reason in `text`.
    virtual void intervened(const loopscope::trace::Intervention&, ObjectId /*on*/, std::string_view /*text*/,
                            bool /*done*/) noexcept {}

    virtual void printed(std::string_view /*line*/, ObjectId /*task or thread, 0 = none*/) noexcept {}
    virtual void error(const ExceptionContext&) noexcept {}
    virtual void warning(WarningKind, std::string_view /*message*/, ObjectId /*0 = none*/) noexcept {}

    // `bytes` and `buffered` are counts; `data` is what moved, for write, receive and read.
    virtual void stream(StreamEvent, const Object& /*transport*/, Direction, std::size_t /*bytes*/,
                        std::string_view /*data*/, std::size_t /*buffered*/) noexcept {}
    // Both ends of a connection are of this loop.
    virtual void stream_peer(const Object& /*transport*/, ObjectId /*other end*/) noexcept {}
    // Of a writer its marks, of a reader its limit and 0. Told where they are not the usual ones.
    virtual void stream_limits(const Object& /*transport or reader*/, Direction, std::size_t /*high*/,
                               std::size_t /*low*/) noexcept {}
    // Somebody waits on a future for bytes, or for room in the buffer. `what`: "read(100)".
    virtual void stream_wait(const Object& /*transport or reader*/, const FutureBase&, Direction,
                             std::string_view /*what*/) noexcept {}

    // The innermost call into asyncio that is going on and knows where it was made; null: none.
    const detail::CallSite* call_site() const noexcept { return call_site_; }

private:
    friend class detail::CallSite;
    const detail::CallSite* call_site_ = nullptr;
    detail::Progress progress_;
};

namespace detail {

// A call into asyncio, from `where`, while it lasts: what the observer is told meanwhile comes from there.
// Public functions that are no awaits have one, as their callers have lines of their own.
class CallSite {
public:
    // `observer` may be null.
    CallSite(Observer* observer, const std::source_location& where) noexcept
        : observer_(observer), where_(where) {
        if (observer_) outer_ = std::exchange(observer_->call_site_, this);
    }
    CallSite(const CallSite&) = delete;
    CallSite& operator=(const CallSite&) = delete;
    ~CallSite() {
        if (observer_) observer_->call_site_ = outer_;
    }
    const std::source_location& where() const noexcept { return where_; }
    const CallSite* outer() const noexcept { return outer_; }

private:
    Observer* observer_;
    std::source_location where_;
    const CallSite* outer_ = nullptr;
};

}  // namespace detail

}  // namespace asyncio
