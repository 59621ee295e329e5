// timeout(): a limit for a block of awaits.
#pragma once

#include "engine/loop/handle.h"
#include "engine/tasks/awaitable.h"
#include "engine/tasks/coroutine.h"

#include <memory>
#include <optional>

namespace asyncio {

// asyncio.Timeout. A handle: copies refer to the same scope. Use: `co_await async_with(timeout(2),
// [&](Timeout& scope) -> Coroutine<> { … })`. When the limit comes the task is cancelled; at the end of the
// block that cancellation, and only that, becomes TimeoutError.
class Timeout {
public:
    explicit Timeout(std::optional<double> when) : state_(std::make_shared<State>(when)) {}

    // Loop time in seconds; nullopt = no limit.
    std::optional<double> when() const { return state_->when; }
    // Throws RuntimeError unless entered and not fired.
    void reschedule(std::optional<double> when) const;
    // The limit came (even if the block swallowed the cancellation).
    // Python's: <Timeout [active] when=2.0>.
    std::string repr() const;
    bool expired() const { return state_->phase == Phase::expiring || state_->phase == Phase::expired; }

    // What async_with() calls. leave() rethrows `error`, or throws TimeoutError in its place.
    void enter() const;
    void leave(std::exception_ptr error) const;
    // The same as coroutines, as other managers have them.
    Coroutine<Timeout> aenter() const;
    Coroutine<> aexit(std::exception_ptr error) const;
    // Without a word: the block was destroyed.
    void abandon() const noexcept;

private:
    enum class Phase { created, entered, expiring, expired, exited };
    struct State {
        explicit State(std::optional<double> limit) : when(limit) {}
        std::optional<double> when;
        Phase phase = Phase::created;
        std::optional<Handle> handle;
        detail::Ref<TaskBase> task;
        int cancelling = 0;  // requests when the block was entered
    };
    std::shared_ptr<State> state_;
};

// `delay` seconds from now; nullopt = no limit.
Timeout timeout(std::optional<double> delay);
// At loop time `when`.
inline Timeout timeout_at(std::optional<double> when) { return Timeout(when); }

// By keyword: timeout({.delay = 1}), timeout_at({.when = 5}).
struct TimeoutDelay {
    std::optional<double> delay;
};
struct TimeoutWhen {
    std::optional<double> when;
};
inline Timeout timeout(TimeoutDelay options) { return timeout(options.delay); }
inline Timeout timeout_at(TimeoutWhen options) { return timeout_at(options.when); }

}  // namespace asyncio
