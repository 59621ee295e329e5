// Turns what a loop tells its Observer into a recording.
#pragma once

#include "engine/base/observer.h"
#include "engine/raised_line.h"
#include "engine/source_places.h"
#include "engine/trace/event_tape.h"
#include "engine/trace/recording.h"

#include <functional>
#include <string>

namespace asyncio {

class Recorder final : public Observer {
public:
    // Text of a source file by its path as compiled, or empty. The default reads the file.
    using SourceText = detail::SourcePlaces::SourceText;

    explicit Recorder(SourceText source_text = {});

    // What was recorded until this call; valid as long as the Recorder. Fill in header.program and
    // header.parameters yourself.
    loopscope::trace::Recording& recording() noexcept;
    // The program was found to wait for ever: what its end did after that is not recorded, as CPython would
    // never come to it.
    bool ended() const noexcept { return ended_; }
    // Calls `listener` each time before the loop waits, with what was recorded until then: to write it down
    // while the program runs. In the loop's thread; must not throw.
    using Listener = std::function<void(const loopscope::trace::Recording&)>;
    void on_wait(Listener listener) { on_wait_ = std::move(listener); }
    // Gives the recording away, marked as complete.
    loopscope::trace::Recording take();

    void loop(LoopEvent event) noexcept override;
    void select(std::int64_t timeout_ns) noexcept override;
    void turn(std::uint32_t number, std::int64_t now_ns) noexcept override;
    void clock(std::int64_t now_ns, const std::source_location& where) noexcept override;
    void created(const Object& object, const Creation& creation) noexcept override;
    void renamed(const Object& object, std::string_view name) noexcept override;
    void dropped(const Object& object) noexcept override;
    void linked(const Object& holder, const Object& held, std::string_view role) noexcept override;
    void unlinked(const Object& holder, const Object& held) noexcept override;
    void frame_holds(const TaskBase& task, ObjectId held, bool holds) noexcept override;
    void collecting(const TaskBase* by) noexcept override;
    void collected(std::size_t tasks) noexcept override;
    void ready(const Object& what, const FutureBase* why, ReadyReason reason) noexcept override;
    void skipped(const Object& what) noexcept override;
    void step(const TaskBase& task, const FutureBase* woken_by,
              const std::exception_ptr& thrown) noexcept override;
    void yielded(const TaskBase& task) noexcept override;
    void awaiting(const TaskBase& task, const FutureBase& future) noexcept override;
    void task_done(const TaskBase& task) noexcept override;
    void returned_but_cancelled(const TaskBase& task, std::string_view result) noexcept override;
    void entered(const TaskBase& task, const detail::PromiseBase& coroutine) noexcept override;
    void left(const TaskBase& task, const detail::PromiseBase& coroutine) noexcept override;
    void call(const Object& what, const FutureBase* argument, std::string_view name,
              bool internal) noexcept override;
    void call_end(const Object& what, const std::exception_ptr& raised) noexcept override;
    void resolved(const FutureBase& future) noexcept override;
    void callback_added(const FutureBase& future, const Object& callback) noexcept override;
    void callback_removed(const FutureBase& future, const Object& callback) noexcept override;
    void retrieved(const FutureBase& future) noexcept override;
    void cancel(const FutureBase& target, const TaskBase* by, const CancelMessage& message,
                bool already_done) noexcept override;
    void cancel_end(const FutureBase& target) noexcept override;
    void uncancel(const TaskBase& task) noexcept override;
    void state(const Object& primitive, const TaskBase* owner, std::string_view state,
               std::int64_t value) noexcept override;
    void queue_put(const Object& queue, std::string_view item) noexcept override;
    void queue_get(const Object& queue, std::string_view item, QueueEnd end) noexcept override;
    void timer(const Object& timer, ObjectId owner, std::int64_t deadline_ns,
               std::string_view name) noexcept override;
    void timer_cancelled(const Object& timer) noexcept override;
    void thread_runs(const Object& thread) noexcept override;
    void thread_waits(const Object& thread, std::int64_t until_ns) noexcept override;
    void process_exited(const Object& process, int returncode) noexcept override;
    void watch(const Object& object, Direction direction) noexcept override;
    void unwatch(const Object& object, Direction direction) noexcept override;
    void intervened(const loopscope::trace::Intervention& intervention, ObjectId on, std::string_view text,
                    bool done) noexcept override;
    void printed(std::string_view line, ObjectId by) noexcept override;
    void error(const ExceptionContext& context) noexcept override;
    void warning(WarningKind kind, std::string_view message, ObjectId about) noexcept override;
    void stream(StreamEvent event, const Object& transport, Direction direction, std::size_t bytes,
                std::string_view data, std::size_t buffered) noexcept override;
    void stream_peer(const Object& transport, ObjectId other) noexcept override;
    void stream_limits(const Object& stream, Direction direction, std::size_t high,
                       std::size_t low) noexcept override;
    void stream_wait(const Object& stream, const FutureBase& future, Direction direction,
                     std::string_view what) noexcept override;

private:
    using Event = loopscope::trace::Event;

    [[gnu::always_inline]] void append(const Event& event) noexcept { tape_.append(event); }
    loopscope::trace::LocationId current_line() { return places_.current_line(call_site()); }
    // Is it a coroutine of the program, as Python has them? asyncio's own count only as a task's outermost
    // one, and the body of an `async with` is none.
    bool shows(const detail::PromiseBase& coroutine);
    loopscope::trace::StringId text_of(const std::exception_ptr& error);
    loopscope::trace::StringId text_of(std::string_view text);
    loopscope::trace::StringId message_text(const CancelMessage& message);
    loopscope::trace::StringId outcome_of(const FutureBase& future);
    loopscope::trace::StringId preview_of(std::string_view data);
    Event with_arguments(Event enter, const detail::PromiseBase& coroutine);
    std::string numbered(std::string_view name);

    loopscope::trace::Recording recording_;  // without the events that are still on the tape
    loopscope::trace::EventTape tape_;
    std::string previewed_;  // the latest bytes of a stream, and their text
    loopscope::trace::StringId preview_ = 0;
    loopscope::trace::StringId none_ = 0;  // the text of most results
    bool ended_ = false;
    Listener on_wait_;
    detail::SourcePlaces places_;
    detail::RaisedLine raised_;
    std::map<std::string, std::uint32_t, std::less<>> numbers_;  // of locks, queues and so on
};

}  // namespace asyncio
