// Python's threading, as far as programs with asyncio use it. On a virtual clock these wait in loop time, and
// the threads take turns (see threads.h); std::thread and std::mutex know nothing of that.
#pragma once

#include "engine/loop/callback.h"
#include "engine/system/monitor.h"
#include "engine/threads/concurrent.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>

namespace asyncio::threading {

namespace detail {

class ThreadState;
void set_current_name(std::string name);

}  // namespace detail

// The keyword argument: thread.join({.timeout = 1}), event.wait({.timeout = 1}).
struct TimeoutOptions {
    std::optional<double> timeout = std::nullopt;
};

// A thread of the program. A handle; the last one waits for the thread to end.
class Thread {
public:
    // Will call `function(arguments...)`.
    template <class F, class... Args>
    requires asyncio::detail::is_callable<F&, Args&...>
    explicit Thread(F function, Args... arguments) {
        const std::string qualified = asyncio::detail::name_of(function);  // before it is moved away
        init({}, std::string(asyncio::detail::bare_name(qualified)),
             asyncio::detail::shared_call<void>(std::move(function), std::move(arguments)...));
    }
    // ... under a name; the default is Thread-1 (function), Thread-2 (function), ...
    template <class F, class... Args>
    requires asyncio::detail::is_callable<F&, Args&...> Thread(std::string name, F function,
                                                               Args... arguments) {
        init(std::move(name), {},
             asyncio::detail::shared_call<void>(std::move(function), std::move(arguments)...));
    }

    // Throws RuntimeError if it was started before.
    void start() const;
    // Blocks until it has ended, at most `timeout` seconds. Throws RuntimeError if it was not started, or is
    // this thread.
    void join(std::optional<double> timeout = std::nullopt,
              std::source_location where = std::source_location::current()) const;
    void join(TimeoutOptions options, std::source_location where = std::source_location::current()) const {
        join(options.timeout, where);
    }
    using MeantAsCallback = void (Thread::*)(std::optional<double>, std::source_location) const;
    bool is_alive() const;
    std::string name() const;

private:
    void init(std::string name, const std::string& function_name,
              std::shared_ptr<std::function<void()>> call);
    std::shared_ptr<detail::ThreadState> state_;
};

// What current_thread() and main_thread() give.
class ThreadView {
public:
    const std::string& name() const noexcept { return name_; }
    // The same thread.
    friend bool operator==(const ThreadView&, const ThreadView&) = default;

private:
    friend ThreadView current_thread();
    friend ThreadView main_thread();
    ThreadView(std::string name, std::uint64_t ident) : name_(std::move(name)), ident_(ident) {}
    std::string name_;
    std::uint64_t ident_;  // 0: the main one
};
// The thread that calls it. One that was not made here counts as the main thread.
ThreadView current_thread();
// It has the name MainThread.
ThreadView main_thread();
// A number that no other thread has while this one runs.
std::uint64_t get_ident();

// A flag that threads wait for. A handle: copies are the same event.
class Event {
public:
    bool is_set() const {
        return state_->monitor.locked([&] { return state_->set; });
    }
    void set() const {
        state_->monitor.change([&] { state_->set = true; });
    }
    void clear() const {
        state_->monitor.change([&] { state_->set = false; });
    }
    // Blocks until it is set, at most `timeout` seconds; is it?
    bool wait(std::optional<double> timeout = std::nullopt,
              std::source_location where = std::source_location::current()) const {
        return state_->monitor.wait([&] { return state_->set; }, timeout, where);
    }
    bool wait(TimeoutOptions options, std::source_location where = std::source_location::current()) const {
        return wait(options.timeout, where);
    }
    using MeantAsCallback = bool (Event::*)(std::optional<double>, std::source_location) const;
    std::string repr() const {
        return std::string("<threading.Event: ") + (is_set() ? "set" : "unset") + ">";
    }

private:
    struct State {
        asyncio::detail::Monitor monitor;
        bool set = false;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

struct AcquireOptions {
    bool blocking = true;
    double timeout = -1;  // seconds; negative: no limit
};

// A lock between threads; not for coroutines, which must not block. A handle: copies are the same lock.
class Lock {
public:
    // False if it could not be had within `timeout` seconds (less than 0: no limit), or at once if not
    // `blocking`.
    bool acquire(bool blocking = true, double timeout = -1,
                 std::source_location where = std::source_location::current()) const;
    bool acquire(AcquireOptions options, std::source_location where = std::source_location::current()) const {
        return acquire(options.blocking, options.timeout, where);
    }
    // Throws RuntimeError if nobody holds it.
    void release() const;
    bool locked() const {
        return state_->monitor.locked([&] { return state_->held; });
    }
    std::string repr() const {
        return std::string(locked() ? "<locked" : "<unlocked") + " _thread.lock object>";
    }
    // For std::lock_guard.
    void lock() const { acquire(); }
    void unlock() const { release(); }

private:
    struct State {
        asyncio::detail::Monitor monitor;
        bool held = false;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace asyncio::threading
