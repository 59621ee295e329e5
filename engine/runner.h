// run() and Runner: the loop's beginning and end.
#pragma once

#include "engine/loop/owned_loop.h"
#include "engine/waiting/gather.h"
#include "engine/waiting/sleep.h"

#include <functional>
#include <memory>
#include <optional>

namespace asyncio {

struct RunOptions {
    std::optional<ClockKind> clock = std::nullopt;                               // see LoopOptions
    Observer* observer = nullptr;                                                // must outlive the run
    const std::function<void(std::string_view)>* output = nullptr;               // see LoopOptions
    const std::function<void(std::string_view)>* errors = nullptr;               // see LoopOptions
    std::optional<bool> debug = {};                                              // see EventLoop::set_debug()
    const std::vector<loopscope::trace::Intervention>* interventions = nullptr;  // see LoopOptions
    // Makes the loop in place of new_event_loop(); nothing of the above but `debug` counts then.
    std::function<OwnedLoop()> loop_factory = {};
};

// Runs several coroutines on one loop, and ends it as asyncio does: what is left is cancelled and waited for.
class Runner {
public:
    explicit Runner(const RunOptions& options = {});
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    // Closes; what goes wrong there is swallowed. Call close() to see it.
    ~Runner();

    // Runs `main` in `context`, by default in one that all calls share: a copy of the one in which the first
    // was made. Throws RuntimeError inside a running loop, or after close(); and whatever the coroutine
    // raises. Ctrl-C (SIGINT) cancels `main`, which then ends with KeyboardInterrupt; a second one ends the
    // loop at once.
    template <class T>
    T run(Coroutine<T> main, CallOptions options = {},
          std::source_location where = std::source_location::current()) {
        return run_task<T>(std::move(main), options, where);
    }
    template <CoroutineLike A>
    task_result_of<A> run(A main, CallOptions options = {},
                          std::source_location where = std::source_location::current()) {
        return run_task<task_result_of<A>>(std::move(main), options, where);
    }
    // Throws RuntimeError after close().
    EventLoop& get_loop() const {
        if (closed_) throw RuntimeError("Runner is closed");
        used_ = true;
        return *loop_;
    }
    std::string repr() const { return "<asyncio.runners.Runner object>"; }
    // No effect before its first use, as in Python, where a loop is made only then.
    void close();
    // After main failed with `error` (or did not): closes, then throws it. What goes wrong at closing is
    // thrown only if main did not fail: it mostly follows from that.
    void close_after(const std::exception_ptr& error);

private:
    // While it lives, SIGINT cancels `main`.
    class Interruptible {
    public:
        Interruptible(EventLoop& loop, TaskBase& main);
        Interruptible(const Interruptible&) = delete;
        Interruptible& operator=(const Interruptible&) = delete;
        ~Interruptible() { loop_.signals().set_interrupt(nullptr); }
        bool was_interrupted() const noexcept { return interrupts_ > 0; }

    private:
        EventLoop& loop_;
        int interrupts_ = 0;
    };

    template <class T, class A>
    T run_task(A main, const CallOptions& options, const std::source_location& where) {
        check_can_run();
        used_ = true;
        const Context context(options.context.given() ? options.context.resolve() : shared_context());
        const Task<T> task = loop_->create_task(std::move(main), {.context = context}, where);
        const Interruptible interruptible(*loop_, task.task());
        try {
            return loop_->run_until_complete(task);
        } catch (const CancelledError&) {
            if (interruptible.was_interrupted() && task.uncancel() == 0) throw KeyboardInterrupt();
            throw;
        }
    }
    void check_can_run() const;
    const detail::ContextHandle& shared_context();
    void cancel_all_tasks();
    void run_internal(Coroutine<> coroutine);

    OwnedLoop loop_;
    detail::ContextHandle context_;  // null before the first run()
    mutable bool used_ = false;
    bool closed_ = false;
};

namespace detail {

template <class T, class A>
T run_to_end(A main, const RunOptions& options, const std::source_location& where) {
    if (running_loop()) throw RuntimeError("asyncio.run() cannot be called from a running event loop");
    Runner runner(options);
    if constexpr (std::is_void_v<T>) {
        std::exception_ptr error;
        try {
            runner.run(std::move(main), {}, where);
        } catch (...) {
            error = std::current_exception();
        }
        runner.close_after(error);
    } else {
        std::optional<T> value;
        std::exception_ptr error;
        try {
            value.emplace(runner.run(std::move(main), {}, where));
        } catch (...) {
            error = std::current_exception();
        }
        runner.close_after(error);
        return std::move(*value);
    }
}

}  // namespace detail

// Python's asyncio.run(): a new loop, `main` to its end, the cancellation of what is left, and the loop
// closed.
template <class T>
T run(Coroutine<T> main, const RunOptions& options = {},
      std::source_location where = std::source_location::current()) {
    return detail::run_to_end<T>(std::move(main), options, where);
}
template <CoroutineLike A>
task_result_of<A> run(A main, const RunOptions& options = {},
                      std::source_location where = std::source_location::current()) {
    return detail::run_to_end<task_result_of<A>>(std::move(main), options, where);
}

template <class T>
T EventLoop::run_until_complete(Coroutine<T> coroutine, std::source_location where) {
    check_can_run();  // before there is a task
    return run_new_task(create_task(std::move(coroutine), {}, where));
}
template <CoroutineLike A>
task_result_of<A> EventLoop::run_until_complete(A awaitable, std::source_location where) {
    check_can_run();
    return run_new_task(create_task(std::move(awaitable), {}, where));
}

template <class T>
T EventLoop::run_new_task(const Task<T>& task) {
    task.task().set_log_destroy_pending(false);
    try {
        return run_until_complete(static_cast<const Future<T>&>(task));
    } catch (...) {
        task.task().mark_retrieved();  // also if KeyboardInterrupt or SystemExit left the loop
        throw;
    }
}

}  // namespace asyncio
