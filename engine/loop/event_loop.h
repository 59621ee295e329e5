// The event loop: the ready queue, the timers, the selector, and the turn that ties them together.
#pragma once

#include "engine/base/byte_buffer.h"
#include "engine/base/numbers.h"
#include "engine/base/object.h"
#include "engine/loop/callback.h"
#include "engine/loop/children.h"
#include "engine/loop/clock.h"
#include "engine/loop/door.h"
#include "engine/loop/eager_step.h"
#include "engine/loop/exception_context.h"
#include "engine/loop/guest.h"
#include "engine/loop/handle.h"
#include "engine/loop/loop_options.h"
#include "engine/loop/network.h"
#include "engine/loop/observer.h"
#include "engine/loop/pending_tasks.h"
#include "engine/loop/ready_queue.h"
#include "engine/loop/selector.h"
#include "engine/loop/signals.h"
#include "engine/loop/timers.h"
#include "engine/tasks/coroutine_like.h"
#include "engine/tasks/future.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncio {

template <class T>
class Task;
template <class T>
class Coroutine;
class Pipe;
class ReadTransport;
struct Address;
struct AddressInfo;
struct AddressInfoOptions;
struct PortArgument;
class StreamReader;
class StreamWriter;
class AnyTask;
class AnyCoroutine;
struct TaskOptions;
namespace concurrent {
class ThreadPoolExecutor;
}

// Makes the tasks of a loop in create_task()'s place. `coroutine.make_task(loop, options)` is what the loop
// itself would do.
using TaskFactory = std::function<AnyTask(EventLoop& loop, AnyCoroutine coroutine, TaskOptions options)>;

namespace detail {

class GeneratorState;
class Interventions;

// Something with a descriptor that the loop cleans up when it is disposed of.
class LoopResource {
public:
    // Closes descriptors and lets go of everything, without a word to anybody.
    virtual void abandon() noexcept = 0;

protected:
    ~LoopResource() = default;
};

}  // namespace detail

class EventLoop final : public detail::Runnable {
public:
    using ExceptionHandler = std::function<void(EventLoop&, const ExceptionContext&)>;

    // Python's new_event_loop() gives one that owns itself; see OwnedLoop.
    static detail::Ref<EventLoop> create(const LoopOptions& options);

    // Call `callback` in the next turn, after what is ready already. All three call it in `context`, by
    // default a copy of the current one.
    Handle call_soon(const Callback& callback, CallOptions options = {},
                     std::source_location where = std::source_location::current());
    // `function(arguments...)`: all three take a function with its arguments, too. Nothing can follow a pack,
    // so with more than two a recording does not know the line.
    template <class F, class A>
    requires(!std::is_same_v<A, CallOptions>) Handle
        call_soon(F function, A a, std::source_location where = std::source_location::current()) {
        return call_soon(detail::bind(std::move(function), std::move(a)), {}, where);
    }
    template <class F, class A, class B>
    requires(!std::is_same_v<A, CallOptions>) Handle
        call_soon(F function, A a, B b, std::source_location where = std::source_location::current()) {
        return call_soon(detail::bind(std::move(function), std::move(a), std::move(b)), {}, where);
    }
    template <class F, class A, class B, class C, class... Rest>
    requires(!std::is_same_v<A, CallOptions>) Handle call_soon(F function, A a, B b, C c, Rest... rest) {
        return call_soon(
            detail::bind(std::move(function), std::move(a), std::move(b), std::move(c), std::move(rest)...));
    }
    // Call it when time() has come to that; equal deadlines fire in the order of these calls. Seconds.
    // Throws ValueError for NaN.
    TimerHandle call_later(double delay, const Callback& callback, CallOptions options = {},
                           std::source_location where = std::source_location::current());
    TimerHandle call_at(double when, const Callback& callback, CallOptions options = {},
                        std::source_location where = std::source_location::current());
    template <class F, class First, class... Rest>
    requires(!std::is_same_v<First, CallOptions>) TimerHandle
        call_later(detail::Seconds delay, F function, First first, Rest... rest) {
        return call_later(delay.value,
                          detail::bind(std::move(function), std::move(first), std::move(rest)...), {},
                          delay.where);
    }
    template <class F, class First, class... Rest>
    requires(!std::is_same_v<First, CallOptions>) TimerHandle
        call_at(detail::Seconds when, F function, First first, Rest... rest) {
        return call_at(when.value, detail::bind(std::move(function), std::move(first), std::move(rest)...),
                       {}, when.where);
    }
    // call_soon() for other threads: the loop wakes up for it. It is called in a copy of their context.
    // Throws RuntimeError if the loop is closed; it must not be destroyed meanwhile.
    template <class F, class... Args>
    ThreadsafeHandle call_soon_threadsafe(F function, Args... arguments) {
        std::string name = detail::name_of(function);  // before `function` is moved away
        return hand_over(std::move(name), false,
                         [f = std::move(function), ... each = std::move(arguments)]() mutable {
                             detail::call(f, each...);
                         });
    }
    // `function(arguments...)` in a thread: of `executor`, or of the default one (nullptr). A Future of its
    // result; cancelling it does not stop a thread that has begun.
    template <class F, class... Args>
    auto run_in_executor(const std::optional<concurrent::ThreadPoolExecutor>& executor, F&& function,
                         Args... arguments);
    template <class F, class... Args>
    auto run_in_executor(std::nullptr_t, F&& function, Args... arguments);
    void set_default_executor(const concurrent::ThreadPoolExecutor& executor);
    // Waits for the threads of the default executor, at most `timeout` seconds; there is none afterwards.
    // run() does this at its end.
    Coroutine<void> shutdown_default_executor(std::optional<double> timeout = std::nullopt);

    // `function(arguments...)` is called from the loop whenever `fd` can be read (written); a second call
    // replaces the first. Throws ValueError for a negative fd, RuntimeError for one that a connection uses.
    template <class F, class... Args>
    void add_reader(int fd, F function, Args... arguments) {
        watch_descriptor(fd, Observer::kReading, detail::bind(std::move(function), std::move(arguments)...));
    }
    template <class F, class... Args>
    void add_writer(int fd, F function, Args... arguments) {
        watch_descriptor(fd, Observer::kWriting, detail::bind(std::move(function), std::move(arguments)...));
    }
    // False if it was not watched.
    bool remove_reader(int fd) { return unwatch_descriptor(fd, Observer::kReading); }
    bool remove_writer(int fd) { return unwatch_descriptor(fd, Observer::kWriting); }

    // Streams over a pipe, a socket or a terminal, which their transport closes. `limit`: bytes a line may
    // have. Throws ValueError for what is none of these, e.g. a regular file. Declared in pipes.h.
    Coroutine<std::pair<StreamReader, ReadTransport>> connect_read_pipe(Pipe pipe,
                                                                        std::int64_t limit = 64 * 1024);
    Coroutine<StreamWriter> connect_write_pipe(Pipe pipe);

    // `function(arguments...)` is called from the loop after `signal` was sent to the process; a second call
    // replaces the first. Throws ValueError for what is no signal, RuntimeError for one that cannot be
    // caught.
    template <class F, class... Args>
    void add_signal_handler(int signal, F function, Args... arguments) {
        set_signal_handler(signal, detail::bind(std::move(function), std::move(arguments)...));
    }
    // False if there was none. The signal does again what it does by default.
    bool remove_signal_handler(int signal) { return signals_.remove(signal); }

    // Look-ups in a thread of the default executor. Throw gaierror. Declared in name_lookup.h.
    Coroutine<std::vector<AddressInfo>> getaddrinfo(std::optional<std::string> host, PortArgument port,
                                                    AddressInfoOptions options);
    Coroutine<std::vector<AddressInfo>> getaddrinfo(std::optional<std::string> host, PortArgument port);
    // (host, service)
    Coroutine<std::pair<std::string, std::string>> getnameinfo(Address sockaddr, int flags = 0);

    // Seconds since the loop was made (virtual clock) or since an arbitrary point (real clock). Monotonic.
    double time() const noexcept { return static_cast<double>(clock_->now_ns()) / 1e9; }
    std::int64_t time_ns() const noexcept { return clock_->now_ns(); }

    template <class T = void>
    Future<T> create_future(std::source_location where = std::source_location::current()) {
        Future<T> future{detail::FutureRef(new detail::FutureState<T>(*this))};
        const std::uint32_t number = next_future_number();
        if (observer_ || debug_)
            detail::announce_future(*future.state(), {}, guest_ ? guest_->next_future() : number, &where);
        return future;
    }
    template <class T>
    Task<T> create_task(Coroutine<T> coroutine, TaskOptions options,
                        std::source_location where = std::source_location::current());
    template <class T>
    Task<T> create_task(Coroutine<T> coroutine,
                        std::source_location where = std::source_location::current()) {
        return create_task(std::move(coroutine), {}, where);
    }
    template <CoroutineLike A>
    Task<task_result_of<A>> create_task(A awaitable, TaskOptions options,
                                        std::source_location where = std::source_location::current());
    template <CoroutineLike A>
    Task<task_result_of<A>> create_task(A awaitable,
                                        std::source_location where = std::source_location::current());
    // An empty function restores the default: what create_task() makes starts in the next turn.
    void set_task_factory(TaskFactory factory) { task_factory_ = std::move(factory); }
    const TaskFactory& get_task_factory() const noexcept { return task_factory_; }
    // For engine code: `internal` tasks are asyncio's own.
    template <class T>
    Task<T> make_task(Coroutine<T> coroutine, TaskOptions options, bool internal,
                      const std::source_location& where);
    // For engine code: a task of asyncio's own, which the task factory makes, if there is one. `name` is that
    // of CPython's coroutine.
    template <class T>
    Task<T> create_internal_task(Coroutine<T> coroutine, std::string_view name,
                                 std::source_location where = std::source_location::current());

    // Runs until `future` is done and returns its result. Throws RuntimeError if the loop was stopped before.
    template <class T>
    T run_until_complete(const Future<T>& future) {
        run_until_done(*future.state());
        return future.result();
    }
    template <class T>
    T run_until_complete(Coroutine<T> coroutine,
                         std::source_location where = std::source_location::current());
    template <CoroutineLike A>
    task_result_of<A> run_until_complete(A awaitable,
                                         std::source_location where = std::source_location::current());
    // Runs until stop().
    void run_forever();
    // The current turn is finished, then the loop stops.
    void stop() noexcept { stopping_ = true; }
    bool is_running() const noexcept { return running_; }

    // Debug mode, as in Python: calls that only other threads' call_soon_threadsafe() may make raise
    // RuntimeError; a step that takes too long is told on standard error; what prints a task, future or
    // handle says where it was made.
    void set_debug(bool enabled) {
        debug_ = enabled;
        guarded_ = debug_ || closed_;
        if (running_) hand_over("_set_coroutine_origin_tracking", true, [] {});  // a turn, in CPython
    }
    bool get_debug() const noexcept { return debug_; }
    // What is too long, in seconds. Loop time: on a virtual clock only what moves it counts. Recordings warn
    // of slow steps also without debug mode, those of a real clock only with it.
    double slow_callback_duration = 0.1;

    bool is_closed() const noexcept { return closed_; }
    // Drops what is scheduled. Throws RuntimeError if running.
    void close();
    // Closes the asynchronous generators that are still open, each in a task, and waits for them; run() does
    // it at its end. Errors go to the exception handler.
    Coroutine<void> shutdown_asyncgens();

    // An empty function restores the default, which writes to standard error. It is called in the context of
    // the task or callback that it is about.
    void set_exception_handler(ExceptionHandler handler) { exception_handler_ = std::move(handler); }
    // Empty if none was set.
    const ExceptionHandler& get_exception_handler() const noexcept { return exception_handler_; }
    void call_exception_handler(const ExceptionContext& context);
    // What is called where no other handler is set: writes what the context says.
    void default_exception_handler(const ExceptionContext& context);

    // As Python shows it: of asyncio's usual loop on Unix.
    std::string repr() const;

    // Output of the program: a line, or several with newlines between them.
    void print(std::string_view line, const std::source_location& where = {});

    // --- for the engine's own code ---
    void run_until_done(FutureBase& future);
    template <class T>
    T run_new_task(const Task<T>& task);
    // Throws RuntimeError if this or another loop runs, or if this one is closed.
    void check_can_run() const;
    Observer* observer() const noexcept { return observer_; }
    const detail::Guest* guest() const noexcept { return guest_.get(); }
    detail::ObjectId next_object_id() noexcept { return ++progress_->last_object; }
    std::uint32_t next_future_number() noexcept { return ++progress_->last_future; }
    std::uint32_t next_task_number() noexcept { return task_numbers_->next(); }
    std::uint32_t turn() const noexcept { return progress_->turn; }
    bool virtual_time() const noexcept { return clock_->is_virtual(); }
    void push_ready(detail::Runnable& what, FutureBase* argument, loopscope::trace::ReadyReason reason) {
        what.retain();
        push_held(what, argument, reason);
    }
    // The same, and takes over a reference to `what`.
    void push_held(detail::Runnable& what, FutureBase* argument, loopscope::trace::ReadyReason reason) {
        if (guarded_ && !may_schedule_held(what)) return;
        if (argument) argument->retain();
        ready_.push({&what, argument});
        if (observer_) observer_->ready(what, argument, reason);
    }
    // A task that yielded; the observer knows already.
    void push_yielded(detail::Runnable& task) {
        task.retain();
        ready_.push({&task, nullptr});
    }
    detail::Timers& timers() noexcept { return timers_; }
    std::int64_t deadline_after(double delay) const;
    // The program blocks this thread at `where`, on a virtual clock: other threads run, time passes, and no
    // timer fires, until `condition()` is true, at most `timeout` seconds. Was it?
    bool block(const std::function<bool()>& condition, std::optional<double> timeout,
               const std::source_location& where);
    // `function` is called in the loop's thread, soon. From any thread.
    ThreadsafeHandle hand_over(std::string name, bool internal, std::function<void()> function);
    const std::shared_ptr<detail::Door>& door() const noexcept { return door_; }
    void take_prints();
    // What other threads must not touch stays here, and they have its number.
    std::uint64_t keep(std::shared_ptr<void> thing);
    std::shared_ptr<void> take_kept(std::uint64_t ticket);
    const concurrent::ThreadPoolExecutor& default_executor();
    void watch_descriptor(int fd, Observer::Direction direction, const Callback& callback);
    bool unwatch_descriptor(int fd, Observer::Direction direction);
    void set_signal_handler(int signal, const Callback& callback);
    detail::SignalHandlers& signals() noexcept { return signals_; }
    Selector& selector() noexcept { return *selector_; }
    detail::Network& network() noexcept { return network_; }
    detail::Children& children() noexcept { return children_; }
    // Throws RuntimeError if it is closed, or in debug mode if this is not its thread.
    void check_usable() const;
    void check_thread() const;
    TaskBase* current_task() const noexcept { return current_task_; }
    void enter_task(TaskBase* task) noexcept { current_task_ = task; }
    detail::PendingTasks& pending_tasks() noexcept { return pending_tasks_; }
    const detail::PendingTasks& pending_tasks() const noexcept { return pending_tasks_; }
    // The innermost one that runs now.
    const detail::EagerStep* eager_step() const noexcept { return eager_step_; }
    // The frames of generators, which coroutines await like coroutines.
    std::set<const detail::PromiseBase*> generator_bodies() const;
    void add_resource(detail::LoopResource& resource) { resources_.insert(&resource); }
    void remove_resource(detail::LoopResource& resource) noexcept { resources_.erase(&resource); }
    // For one recv(). Whoever is handed all of it may keep it, by a swap.
    detail::ByteBuffer& io_buffer() noexcept { return io_buffer_; }
    void add_future(detail::ListedFuture& future) noexcept {
        future.next_ = first_future_;
        if (first_future_) first_future_->previous_ = &future;
        first_future_ = &future;
    }
    void remove_future(detail::ListedFuture& future) noexcept {
        (future.previous_ ? future.previous_->next_ : first_future_) = future.next_;
        if (future.next_) future.next_->previous_ = future.previous_;
    }
    void add_generator(detail::GeneratorState& generator);
    void remove_generator(const detail::GeneratorState& generator) noexcept;
    // Destroys what the loop still holds, pending tasks included. For the owner, before it lets go.
    void dispose() noexcept;

    void run(FutureBase*) override {}

private:
    friend class detail::EagerStep;
    explicit EventLoop(const LoopOptions& options);
    EventLoop(const LoopOptions& options, const EventLoop* outer);
    ~EventLoop() override;

    TimerHandle add_timer(std::int64_t deadline_ns, const Callback& callback, CallOptions options,
                          const std::source_location& where);
    void run_turns();
    void run_once();
    std::int64_t selector_timeout_ns();
    void select(std::int64_t timeout_ns);
    bool only_received() const noexcept;
    void select_virtually(std::int64_t timeout_ns);
    void pass_time(std::int64_t deadline_ns, const std::source_location* blocked_at);
    bool take_from_children(std::int64_t deadline_ns);
    bool let_children_wake(std::int64_t deadline_ns);
    bool orphaned_pipes() const;
    void take_calls();
    void read_signals_soon();
    void call_signal_handlers();
    void print_lines(std::string_view text, detail::ObjectId by);
    void print_line(std::string_view line, detail::ObjectId by);
    void schedule(detail::Door::Call call, loopscope::trace::ReadyReason reason);
    void collect_due_timers();
    void run_ready();
    void run_ready_with_interventions();
    void run_next(bool timed);
    void run_entry(detail::Runnable& what, FutureBase* argument);
    void run_timed(detail::Runnable& what, FutureBase* argument);
    void note_slow(const detail::Runnable& what, double seconds);
    // Lets go of what must not be scheduled. Closed: throws; false in a Farewell.
    bool may_schedule_held(detail::Runnable& what) const;
    void report(const std::string& text) const;
    void run_callback(detail::Runnable& what, FutureBase* argument);
    void abandon_futures() noexcept;
    void abandon_generators() noexcept;

    friend class detail::Interventions;

    std::string idle_verdict() const;
    // Whether the time of each step is taken.
    bool watches_slow_steps() const noexcept { return debug_ || (observer_ && clock_->is_virtual()); }

    detail::ReadyQueue ready_;
    detail::Network network_;
    detail::Children children_;
    detail::Timers timers_;
    std::unique_ptr<Clock> clock_;
    const std::shared_ptr<detail::Door> door_;
    detail::SignalHandlers signals_{door_};
    std::unique_ptr<Selector> selector_;
    std::vector<Selector::Ready> selected_;
    bool selector_known_ = false;  // what it would tell now, it told in the last turn
    std::set<detail::LoopResource*> resources_;
    std::map<detail::ObjectId, detail::GeneratorState*> generators_;  // in order of their first use; not held
    detail::ByteBuffer io_buffer_;
    std::map<std::uint64_t, std::shared_ptr<void>> kept_;
    std::uint64_t last_ticket_ = 0;
    std::unique_ptr<concurrent::ThreadPoolExecutor> default_executor_;
    bool executor_shut_down_ = false;
    int waited_outside_ms_ = 0;             // in this turn, for what only real time ends
    int busy_turns_ = 0;                    // since the loop last looked at its children
    std::unique_ptr<detail::Guest> guest_;  // null, unless it was made while a loop ran that is observed
    Observer* observer_;
    const std::function<void(std::string_view)>* output_;
    const std::function<void(std::string_view)>* errors_;
    std::unique_ptr<detail::Interventions> interventions_;  // null if there are none
    ExceptionHandler exception_handler_;
    TaskFactory task_factory_;
    TaskBase* current_task_ = nullptr;
    const detail::EagerStep* eager_step_ = nullptr;
    detail::PendingTasks pending_tasks_;
    detail::ListedFuture* first_future_ = nullptr;
    detail::Progress own_progress_;
    detail::Progress* progress_;  // the observer's, if there is one
    std::shared_ptr<detail::TaskNumbers> task_numbers_;
    bool running_ = false;
    bool stopping_ = false;
    bool closed_ = false;
    bool debug_ = false;
    bool guarded_ = false;  // closed or in debug mode: not every call is welcome
    bool generators_shut_down_ = false;
};

// Inline: futures come and go with every wait.
inline FutureBase::FutureBase(EventLoop& loop, detail::ObjectKind kind) : Runnable(kind), loop_(&loop) {
    loop.retain();
    id_ = loop.next_object_id();
}
inline FutureBase::~FutureBase() {
    // Without a number it was told of to nobody: a gather() that refused an argument.
    if (Observer* observer = id_ ? loop_->observer() : nullptr) observer->dropped(*this);
    drop_callbacks();
    loop_->release();
}
inline detail::ListedFuture::ListedFuture(EventLoop& loop, ObjectKind kind) : FutureBase(loop, kind) {
    loop.add_future(*this);
}
inline detail::ListedFuture::~ListedFuture() { loop_->remove_future(*this); }

template <class T>
Future<T>::Future(EventLoop& loop, std::source_location where) : Future(loop.create_future<T>(where)) {}

// The loop that runs in this thread. Throws RuntimeError("no running event loop") if none does.
EventLoop& get_running_loop();
// The same; throws another RuntimeError, as no loop belongs to a thread in which none runs.
EventLoop& get_event_loop();

namespace detail {
EventLoop* running_loop() noexcept;  // or null

template <class T>
Ref<FutureState<T>> make_internal_future(EventLoop& loop, std::string_view name) {
    auto state = make_ref<FutureState<T>>(loop);
    announce_future(*state, name, 0, nullptr);
    return state;
}
}  // namespace detail

}  // namespace asyncio
