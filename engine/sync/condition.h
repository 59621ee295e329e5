// Condition: wait, holding a lock, until somebody who changed something says so.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/sync/lock.h"

#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>

namespace asyncio {

namespace detail {

class ConditionState final : public Primitive {
public:
    // With a lock of its own.
    explicit ConditionState(Primitive* part_of = nullptr);
    explicit ConditionState(Ref<LockState> lock);

    std::string repr() const override;
    std::string missing(std::string_view function) const override;
    LockState& lock() const noexcept { return *lock_; }
    Lock lock_handle() const { return Lock(lock_); }
    // Throws RuntimeError if the lock is not held.
    void notify(std::size_t n);
    // Whoever holds the lock.
    void wake(std::size_t n);
    static Coroutine<bool> wait(Ref<ConditionState> condition);

private:
    Ref<LockState> lock_;
    WaitLine waiters_;
};

// As Python has it, also of a text or a container: is there anything in it?
template <class T>
bool is_true(const T& value) {
    if constexpr (requires { static_cast<bool>(value); })
        return static_cast<bool>(value);
    else
        return !value.empty();
}

}  // namespace detail

// The keyword argument: condition.notify({.n = 2}).
struct NotifyOptions {
    std::size_t n = 1;
};

// The keyword argument: Condition({.lock = lock}).
struct ConditionOptions {
    const Lock& lock;
};

// asyncio.Condition. A handle: copies are the same condition. Use:
// `co_await async_with(condition, [&]() -> Coroutine<> { co_await condition.wait(); … })`.
class Condition {
public:
    Condition() : state_(detail::make_ref<detail::ConditionState>()) {}
    // On a lock that may serve others, too.
    explicit Condition(const Lock& lock)
        : state_(detail::make_ref<detail::ConditionState>(detail::Ref<detail::LockState>(&lock.state()))) {}
    explicit Condition(ConditionOptions options) : Condition(options.lock) {}
    explicit Condition(detail::Ref<detail::ConditionState> state) : state_(std::move(state)) {}

    // Those of its lock.
    Coroutine<bool> acquire() const { return state_->lock_handle().acquire(); }
    void release(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->lock().unlock();
    }
    bool locked() const { return state_->lock().locked(); }

    // Gives the lock away, waits to be notified, and takes the lock again; true. Cancelled, it raises
    // CancelledError only when it has the lock, and passes a notification on. Throws RuntimeError if the lock
    // is not held.
    Coroutine<bool> wait() const { return detail::ConditionState::wait(state_); }
    // Waits until `predicate()` is true, and gives what it returned.
    template <class Predicate>
    Coroutine<std::invoke_result_t<std::decay_t<Predicate>&>> wait_for(Predicate&& predicate) const {
        detail::check_temporary<Predicate>();
        return wait_until<std::decay_t<Predicate>>(*this, std::forward<Predicate>(predicate));
    }
    // Wakes the first `n`, or all. They run once they have the lock. Throws RuntimeError if the lock is not
    // held.
    void notify(std::size_t n = 1, std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->notify(n);
    }
    void notify(NotifyOptions options, std::source_location where = std::source_location::current()) const {
        notify(options.n, where);
    }
    using MeantAsCallback = void (Condition::*)(std::size_t, std::source_location) const;
    void notify_all(std::source_location where = std::source_location::current()) const {
        notify(std::numeric_limits<std::size_t>::max(), where);
    }
    std::string repr() const { return state_->repr(); }
    friend bool operator==(const Condition&, const Condition&) = default;

    // What async_with() calls.
    Coroutine<> aenter() const { return detail::acquire_in(*this); }
    Coroutine<> aexit(std::exception_ptr error) const { return detail::release_in(*this, std::move(error)); }
    void abandon() const noexcept { state_->lock().abandon_block(); }

    detail::ConditionState& state() const noexcept { return *state_; }

private:
    template <class Predicate>
    static Coroutine<std::invoke_result_t<Predicate&>> wait_until(Condition condition, Predicate predicate) {
        auto result = predicate();
        while (!detail::is_true(result)) {
            co_await condition.wait();
            result = predicate();
        }
        co_return result;
    }

    detail::Ref<detail::ConditionState> state_;
};

}  // namespace asyncio
