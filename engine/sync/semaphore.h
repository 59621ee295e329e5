// Semaphore: as many at a time as it has permits.
#pragma once

#include "engine/sync/lock.h"

#include <string>

namespace asyncio {

namespace detail {

class SemaphoreState : public Primitive {
public:
    explicit SemaphoreState(int value);

    std::string repr() const override;
    std::string missing(std::string_view function) const override;
    // acquire() would suspend: there is no permit, or others were here before.
    bool locked() const noexcept { return value_ == 0 || !waiters_.all_cancelled(); }
    virtual void add_permit();
    // For a block that is destroyed.
    void abandon_block() noexcept;
    static Coroutine<bool> acquire(Ref<SemaphoreState> semaphore);

protected:
    SemaphoreState(int value, std::string_view type);
    int value() const noexcept { return value_; }

private:
    void change(int by);
    // False if nobody is there to be woken.
    bool wake_next();

    WaitLine waiters_;
    int value_;
};

class BoundedSemaphoreState final : public SemaphoreState {
public:
    explicit BoundedSemaphoreState(int value) : SemaphoreState(value, "BoundedSemaphore"), bound_(value) {}
    void add_permit() override;

private:
    int bound_;
};

}  // namespace detail

// The keyword argument: Semaphore({.value = 2}).
struct SemaphoreOptions {
    int value = 1;
};

// asyncio.Semaphore. A handle: copies are the same semaphore. Permits go to those who wait in the order in
// which they came. Use: `co_await async_with(semaphore, [&]() -> Coroutine<> { … })`.
class Semaphore {
public:
    // Throws ValueError if `value` is negative.
    explicit Semaphore(int value = 1) : state_(detail::make_ref<detail::SemaphoreState>(value)) {}
    explicit Semaphore(SemaphoreOptions options) : Semaphore(options.value) {}

    // Waits for a permit and takes it; true. Does not suspend if one is free and nobody waits.
    Coroutine<bool> acquire() const { return detail::SemaphoreState::acquire(state_); }
    // Adds a permit. That of a BoundedSemaphore throws ValueError if it were more than at the beginning.
    void release(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->add_permit();
    }
    bool locked() const { return state_->locked(); }
    std::string repr() const { return state_->repr(); }
    friend bool operator==(const Semaphore&, const Semaphore&) = default;

    // What async_with() calls.
    Coroutine<> aenter() const { return detail::acquire_in(*this); }
    Coroutine<> aexit(std::exception_ptr error) const { return detail::release_in(*this, std::move(error)); }
    void abandon() const noexcept { state_->abandon_block(); }

protected:
    explicit Semaphore(detail::Ref<detail::SemaphoreState> state) : state_(std::move(state)) {}

private:
    detail::Ref<detail::SemaphoreState> state_;
};

// asyncio.BoundedSemaphore: more releases than acquires are an error.
class BoundedSemaphore : public Semaphore {
public:
    // Throws ValueError if `value` is negative.
    explicit BoundedSemaphore(int value = 1)
        : Semaphore(
              detail::Ref<detail::SemaphoreState>(detail::make_ref<detail::BoundedSemaphoreState>(value))) {}
    explicit BoundedSemaphore(SemaphoreOptions options) : BoundedSemaphore(options.value) {}
};

}  // namespace asyncio
