// The event loop: the ready queue, the timers, the selector, and the turn that ties them together.
#pragma once

#include "engine/callback.h"
#include "engine/clock.h"
#include "engine/future.h"
#include "engine/handle.h"
#include "engine/network.h"
#include "engine/object.h"
#include "engine/observer.h"
#include "engine/ready_queue.h"
#include "engine/selector.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace asyncio {

template <class T>
class Task;
template <class T>
class Coroutine;
class AnyTask;
class AnyCoroutine;
struct TaskOptions;

// Makes the tasks of a loop in create_task()'s place. `coroutine.make_task(loop, options)` is what the loop
// itself would do.
using TaskFactory = std::function<AnyTask(EventLoop& loop, AnyCoroutine coroutine, TaskOptions options)>;

// What an exception handler is told. Empty members are absent, as keys of Python's dict would be.
struct ExceptionContext {
    std::string message = {};
    std::exception_ptr exception = {};
    detail::FutureRef future = {};
    detail::FutureRef task = {};
    bool handle = false;     // a callback raised it
    bool transport = false;  // a connection did

    // The keys that Python's context would have, sorted.
    std::vector<std::string> keys() const;
};

struct LoopOptions {
    ClockKind clock = ClockKind::real_time;
    Observer* observer = nullptr;  // must outlive the loop
    // Where print() writes; standard output if null. Called with a line without its newline.
    const std::function<void(std::string_view)>* output = nullptr;  // must outlive the loop
};

namespace detail {

class GeneratorState;

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
    Handle call_soon(const Callback& callback, CallOptions options = {});
    // `function(arguments...)`: all three take a function with its arguments, too.
    template <class F, class First, class... Rest>
    requires(!std::is_same_v<First, CallOptions>) Handle call_soon(F function, First first, Rest... rest) {
        return call_soon(detail::bind(std::move(function), std::move(first), std::move(rest)...));
    }
    // Call it when time() has come to that; equal deadlines fire in the order of these calls. Seconds.
    // Throws ValueError for NaN.
    TimerHandle call_later(double delay, const Callback& callback, CallOptions options = {});
    TimerHandle call_at(double when, const Callback& callback, CallOptions options = {});
    template <class F, class First, class... Rest>
    requires(!std::is_same_v<First, CallOptions>) TimerHandle
        call_later(double delay, F function, First first, Rest... rest) {
        return call_later(delay, detail::bind(std::move(function), std::move(first), std::move(rest)...));
    }
    template <class F, class First, class... Rest>
    requires(!std::is_same_v<First, CallOptions>) TimerHandle
        call_at(double when, F function, First first, Rest... rest) {
        return call_at(when, detail::bind(std::move(function), std::move(first), std::move(rest)...));
    }
    // Seconds since the loop was made (virtual clock) or since an arbitrary point (real clock). Monotonic.
    double time() const noexcept { return static_cast<double>(clock_->now_ns()) / 1e9; }
    std::int64_t time_ns() const noexcept { return clock_->now_ns(); }

    template <class T = void>
    Future<T> create_future(std::source_location where = std::source_location::current()) {
        auto state = detail::make_ref<detail::FutureState<T>>(*this);
        detail::announce_future(*state, {}, &where);
        return Future<T>(state);
    }
    template <class T>
    Task<T> create_task(Coroutine<T> coroutine, TaskOptions options,
                        std::source_location where = std::source_location::current());
    template <class T>
    Task<T> create_task(Coroutine<T> coroutine,
                        std::source_location where = std::source_location::current()) {
        return create_task(std::move(coroutine), {}, where);
    }
    // An empty function restores the default: what create_task() makes starts in the next turn.
    void set_task_factory(TaskFactory factory) { task_factory_ = std::move(factory); }
    const TaskFactory& get_task_factory() const noexcept { return task_factory_; }
    // For engine code: `internal` tasks are asyncio's own.
    template <class T>
    Task<T> make_task(Coroutine<T> coroutine, TaskOptions options, bool internal,
                      const std::source_location& where);

    // Runs until `future` is done and returns its result. Throws RuntimeError if the loop was stopped before.
    template <class T>
    T run_until_complete(const Future<T>& future) {
        run_until_done(*future.state());
        return future.result();
    }
    template <class T>
    T run_until_complete(Coroutine<T> coroutine,
                         std::source_location where = std::source_location::current());
    // Runs until stop().
    void run_forever();
    // The current turn is finished, then the loop stops.
    void stop() noexcept { stopping_ = true; }
    bool is_running() const noexcept { return running_; }
    bool is_closed() const noexcept { return closed_; }
    // Drops what is scheduled. Throws RuntimeError if running.
    void close();
    // Closes the asynchronous generators that are still open, each in a task, and waits for them; run() does it
    // at its end. Errors go to the exception handler.
    Coroutine<void> shutdown_asyncgens();

    // An empty function restores the default, which writes to standard error.
    void set_exception_handler(ExceptionHandler handler) { exception_handler_ = std::move(handler); }
    void call_exception_handler(const ExceptionContext& context);

    // One line of the program's output.
    void print(std::string_view line);

    // --- for the engine's own code ---
    void run_until_done(FutureBase& future);
    Observer* observer() const noexcept { return observer_; }
    detail::ObjectId next_object_id() noexcept { return ++last_object_; }
    std::uint32_t next_task_number() noexcept { return ++last_task_; }
    std::uint32_t next_future_number() noexcept { return ++last_future_; }
    std::uint32_t turn() const noexcept { return turn_; }
    bool virtual_time() const noexcept { return clock_->is_virtual(); }
    void push_ready(detail::Runnable& what, FutureBase* argument, loopscope::trace::ReadyReason reason) {
        if (closed_) return;  // what a destroyed object still wants to say
        what.retain();
        if (argument) argument->retain();
        ready_.push({&what, argument});
        if (observer_) observer_->ready(what, argument, reason);
    }
    // A task that yielded; the observer knows already.
    void push_yielded(detail::Runnable& task) {
        task.retain();
        ready_.push({&task, nullptr});
    }
    void add_timer(detail::Runnable& timer, std::int64_t deadline_ns);
    void timer_cancelled() noexcept;
    std::int64_t deadline_after(double delay) const;
    // The program blocks this thread: a virtual clock goes on to `deadline_ns`, and no timer fires.
    void block_until(std::int64_t deadline_ns, const std::source_location& where);
    Selector& selector() noexcept { return *selector_; }
    detail::Network& network() noexcept { return network_; }
    void check_closed() const;
    TaskBase* current_task() const noexcept { return current_task_; }
    void enter_task(TaskBase* task) noexcept { current_task_ = task; }
    void add_task(TaskBase& task) noexcept;
    void remove_task(TaskBase& task) noexcept;
    TaskBase* first_task() const noexcept { return first_task_; }
    static TaskBase* next_task(const TaskBase& task) noexcept;
    void add_resource(detail::LoopResource& resource) { resources_.insert(&resource); }
    void remove_resource(detail::LoopResource& resource) noexcept { resources_.erase(&resource); }
    // Scratch space for one recv().
    std::string& io_buffer(std::size_t size) {
        if (io_buffer_.size() < size) io_buffer_.resize(size);
        return io_buffer_;
    }
    void add_future(detail::ListedFuture& future) noexcept;
    void remove_future(detail::ListedFuture& future) noexcept;
    void add_generator(detail::GeneratorState& generator);
    void remove_generator(const detail::GeneratorState& generator) noexcept;
    // Destroys what the loop still holds, pending tasks included. For the owner, before it lets go.
    void dispose() noexcept;

    void run(FutureBase*) override {}

private:
    explicit EventLoop(const LoopOptions& options);
    ~EventLoop() override;

    void run_once();
    std::int64_t selector_timeout_ns();
    void select(std::int64_t timeout_ns);
    void collect_due_timers();
    void run_ready();
    void run_callback(detail::Runnable& what, FutureBase* argument);
    void abandon_futures() noexcept;
    void abandon_generators() noexcept;
    void drop_cancelled_timers();
    void pop_timer() noexcept;

    struct TimerEntry {
        std::int64_t deadline_ns;
        detail::Runnable* timer;  // held
        // Equal deadlines: in order of creation, which is that of the numbers.
        friend bool operator>(const TimerEntry& a, const TimerEntry& b) noexcept {
            return a.deadline_ns != b.deadline_ns ? a.deadline_ns > b.deadline_ns
                                                  : a.timer->id() > b.timer->id();
        }
    };

    std::string idle_verdict() const;

    detail::ReadyQueue ready_;
    detail::Network network_;
    std::vector<TimerEntry> timers_;  // a heap, the next one first
    std::size_t cancelled_timers_ = 0;
    std::unique_ptr<Clock> clock_;
    std::unique_ptr<Selector> selector_;
    std::vector<Selector::Ready> selected_;
    std::set<detail::LoopResource*> resources_;
    std::map<detail::ObjectId, detail::GeneratorState*> generators_;  // in order of their first use; not held
    std::string io_buffer_;
    Observer* observer_;
    const std::function<void(std::string_view)>* output_;
    ExceptionHandler exception_handler_;
    TaskFactory task_factory_;
    TaskBase* current_task_ = nullptr;
    TaskBase* first_task_ = nullptr;
    TaskBase* last_task_in_list_ = nullptr;
    detail::ListedFuture* first_future_ = nullptr;
    detail::ObjectId last_object_ = 0;
    std::uint32_t last_task_ = 0;
    std::uint32_t last_future_ = 0;
    std::uint32_t turn_ = 0;
    bool running_ = false;
    bool stopping_ = false;
    bool closed_ = false;
    bool generators_shut_down_ = false;
};

// Owns a loop: closes it and destroys what is left in it when it goes. Futures and handles may outlive it;
// they are then what they were.
class OwnedLoop {
public:
    explicit OwnedLoop(const LoopOptions& options) : loop_(EventLoop::create(options)) {}
    OwnedLoop(OwnedLoop&&) noexcept = default;
    OwnedLoop& operator=(OwnedLoop&&) noexcept = default;
    ~OwnedLoop() {
        if (loop_) loop_->dispose();
    }
    EventLoop& operator*() const noexcept { return *loop_; }
    EventLoop* operator->() const noexcept { return loop_.get(); }

private:
    detail::Ref<EventLoop> loop_;
};

inline OwnedLoop new_event_loop(const LoopOptions& options = {}) { return OwnedLoop(options); }

// The loop that runs in this thread. Throws RuntimeError("no running event loop") if none does.
EventLoop& get_running_loop();

namespace detail {
EventLoop* running_loop() noexcept;  // or null

template <class T>
Ref<FutureState<T>> make_internal_future(EventLoop& loop, std::string_view name) {
    auto state = make_ref<FutureState<T>>(loop);
    announce_future(*state, name, nullptr);
    return state;
}
}  // namespace detail

}  // namespace asyncio
