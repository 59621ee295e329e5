// The event loop as a program sees it, and the turn that ties its parts together.
#pragma once

#include "engine/loop/callback.h"
#include "engine/loop/connections.h"
#include "engine/loop/exception_context.h"
#include "engine/loop/handle.h"
#include "engine/loop/loop_calls.h"
#include "engine/loop/loop_core.h"
#include "engine/loop/loop_options.h"
#include "engine/loop/virtual_time.h"
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
struct Address;
struct AddressInfo;
struct AddressInfoOptions;
struct PortArgument;
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
class Interventions;
}

// Its base class LoopCore is for the engine's own code.
class EventLoop final : public detail::LoopCore,
                        public detail::LoopConnections,
                        public detail::LoopCalls<EventLoop> {
public:
    using ExceptionHandler = std::function<void(EventLoop&, const ExceptionContext&)>;

    // Python's new_event_loop() gives one that owns itself; see OwnedLoop.
    static detail::Ref<EventLoop> create(const LoopOptions& options);

    // Call `callback` in the next turn, after what is ready already. All three call it in `context`, by
    // default a copy of the current one.
    Handle call_soon(const Callback& callback, CallOptions options = {},
                     std::source_location where = std::source_location::current());
    // Call it when time() has come to that; equal deadlines fire in the order of these calls. Seconds.
    // Throws ValueError for NaN.
    TimerHandle call_later(double delay, const Callback& callback, CallOptions options = {},
                           std::source_location where = std::source_location::current());
    TimerHandle call_at(double when, const Callback& callback, CallOptions options = {},
                        std::source_location where = std::source_location::current());
    // Functions with arguments, and call_soon_threadsafe(): in loop_calls.h.
    using LoopCalls::call_at;
    using LoopCalls::call_later;
    using LoopCalls::call_soon;
    // `function(arguments...)` in a thread: of `executor`, or of the default one (nullptr). A Future of its
    // result; cancelling it does not stop a thread that has begun.
    template <class... Args, class F = typename detail::MethodMeant<Args...>::type>
    auto run_in_executor(const std::optional<concurrent::ThreadPoolExecutor>& executor, F&& function,
                         Args... arguments);
    template <class... Args, class F = typename detail::MethodMeant<Args...>::type>
    auto run_in_executor(std::nullptr_t, F&& function, Args... arguments);
    void set_default_executor(const concurrent::ThreadPoolExecutor& executor);
    // Waits for the threads of the default executor, at most `timeout` seconds; there is none afterwards.
    // run() does this at its end.
    Coroutine<void> shutdown_default_executor(std::optional<double> timeout = std::nullopt);

    // False if it was not watched.
    bool remove_reader(detail::FileArgument fd) { return unwatch_descriptor(fd, Observer::kReading); }
    bool remove_writer(detail::FileArgument fd) { return unwatch_descriptor(fd, Observer::kWriting); }

    // False if there was none. The signal does again what it does by default.
    bool remove_signal_handler(int signal) { return signals_.remove(signal); }

    // Look-ups in a thread of the default executor. Throw gaierror. Declared in name_lookup.h.
    Coroutine<std::vector<AddressInfo>> getaddrinfo(std::optional<std::string> host, PortArgument port,
                                                    AddressInfoOptions options);
    Coroutine<std::vector<AddressInfo>> getaddrinfo(std::optional<std::string> host, PortArgument port);
    // (host, service)
    Coroutine<std::pair<std::string, std::string>> getnameinfo(Address sockaddr, int flags = 0);

    // Seconds since the loop was made (virtual clock) or since an arbitrary point (real clock). Monotonic.
    double time() const noexcept { return LoopCore::time(); }

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
    void call_exception_handler(GivenExceptionContext context);
    // What is called where no other handler is set: writes what the context says.
    void default_exception_handler(const ExceptionContext& context);

    // The same loop: Python's `is`.
    friend bool operator==(const EventLoop& a, const EventLoop& b) noexcept { return &a == &b; }
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
    // The program blocks this thread at `where`, on a virtual clock: other threads run, time passes, and no
    // timer fires, until `condition()` is true, at most `timeout` seconds. Was it?
    bool block(const std::function<bool()>& condition, std::optional<double> timeout,
               const std::source_location& where) {
        return virtual_time_.block(condition, timeout, where);
    }
    // `function` is called in the loop's thread, soon. From any thread.
    ThreadsafeHandle hand_over(std::string name, bool internal, std::function<void()> function,
                               CallOptions options = {});
    void watch_descriptor(int fd, Observer::Direction direction, const Callback& callback);
    void set_signal_handler(int signal, const Callback& callback);
    // What other threads printed meanwhile.
    void take_prints();
    const concurrent::ThreadPoolExecutor& default_executor();
    // Destroys what the loop still holds, pending tasks included. For the owner, before it lets go.
    void dispose() noexcept;

private:
    explicit EventLoop(const LoopOptions& options);
    EventLoop(const LoopOptions& options, ClockKind clock, const EventLoop* outer);
    ~EventLoop() override;

    bool unwatch_descriptor(int fd, Observer::Direction direction);
    TimerHandle add_timer(double when, const Callback& callback, CallOptions options,
                          const std::source_location& where);
    void run_turns();
    void run_once();
    std::int64_t selector_timeout_ns();
    void select(std::int64_t timeout_ns);
    bool only_received() const noexcept;
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
    void report(const std::string& text) const;
    void run_callback(detail::Runnable& what, FutureBase* argument);
    // Whether the time of each step is taken.
    bool watches_slow_steps() const noexcept { return debug_ || (observer_ && clock_->is_virtual()); }

    detail::VirtualTime virtual_time_{*this};
    std::vector<Selector::Ready> selected_;
    // The turn before which threads' calls were read while no signal had a handler; 0 = none.
    std::uint32_t already_read_ = 0;
    bool selector_known_ = false;  // what it would tell now, it told in the last turn
    bool stopping_ = false;
    std::unique_ptr<concurrent::ThreadPoolExecutor> default_executor_;
    bool executor_shut_down_ = false;
    const std::function<void(std::string_view)>* output_;
    const std::function<void(std::string_view)>* errors_;
    std::unique_ptr<detail::Interventions> interventions_;  // null if there are none
    ExceptionHandler exception_handler_;
    TaskFactory task_factory_;
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
