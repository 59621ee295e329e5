// Lock: one task at a time.
#pragma once

#include "engine/sync/wait_line.h"
#include "engine/tasks/coroutine.h"

#include <exception>
#include <string>

namespace asyncio {

namespace detail {

class LockState final : public Primitive {
public:
    explicit LockState(Primitive* part_of = nullptr) : Primitive(ObjectKind::lock, "Lock", 0, part_of) {}

    std::string repr() const override;
    std::string missing(std::string_view function) const override;
    bool locked() const noexcept { return locked_; }
    // The number of the task that took it; 0: nobody, or no task.
    ObjectId owner() const noexcept { return owner_task_; }
    // A newcomer may take it: it is free, and nobody who waits is entitled to it.
    bool free_for_newcomer() const noexcept { return !locked_ && waiters_.all_cancelled(); }
    void take();
    void unlock();  // Python's release(), a name that Object has taken
    // For a block that is destroyed while it holds the lock.
    void abandon_block() noexcept;
    // For a wait that is destroyed inside of such a block, after it gave the lock away.
    void abandon_wait() noexcept;
    static Coroutine<bool> acquire(Ref<LockState> lock);

private:
    void wake_first();

    WaitLine waiters_;
    bool locked_ = false;
    ObjectId owner_task_ = 0;
    int lost_ = 0;  // destroyed blocks that believe to hold it, and do not
};

}  // namespace detail

// asyncio.Lock. A handle: copies are the same lock. Those who wait get it in the order in which they came; it
// is handed over through the loop, so between release() and the next holder's step it is free, but no
// newcomer overtakes. Use: `co_await async_with(lock, [&]() -> Coroutine<> { … })`.
class Lock {
public:
    Lock() : state_(detail::make_ref<detail::LockState>()) {}
    explicit Lock(detail::Ref<detail::LockState> state) : state_(std::move(state)) {}

    // Waits until the lock is free and takes it; true. Does not suspend if it is free and nobody waits.
    Coroutine<bool> acquire() const { return detail::LockState::acquire(state_); }
    // Any task may do it. Throws RuntimeError if it is not locked.
    void release(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->unlock();
    }
    bool locked() const { return state_->locked(); }
    std::string repr() const { return state_->repr(); }
    friend bool operator==(const Lock&, const Lock&) = default;

    // What async_with() calls.
    Coroutine<> aenter() const;
    Coroutine<> aexit(std::exception_ptr error) const;
    void abandon() const noexcept { state_->abandon_block(); }

    detail::LockState& state() const noexcept { return *state_; }

private:
    detail::Ref<detail::LockState> state_;
};

namespace detail {

// What `async with` does for everything that is acquired and released.
template <class Lockable>
Coroutine<> acquire_in(Lockable lockable) {
    co_await lockable.acquire();
}
template <class Lockable>
Coroutine<> release_in(Lockable lockable, std::exception_ptr error) {
    lockable.release();
    if (error) std::rethrow_exception(error);
    co_return;
}

}  // namespace detail

inline Coroutine<> Lock::aenter() const { return detail::acquire_in(*this); }
inline Coroutine<> Lock::aexit(std::exception_ptr error) const {
    return detail::release_in(*this, std::move(error));
}

}  // namespace asyncio
