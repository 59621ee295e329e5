// Barrier: several wait until all have arrived.
#pragma once

#include "engine/sync/condition.h"

#include <string>

namespace asyncio {

// The barrier was aborted, or reset while somebody waited.
class BrokenBarrierError : public RuntimeError {
public:
    using RuntimeError::RuntimeError;
};

namespace detail {

class BarrierState final : public Primitive {
public:
    explicit BarrierState(int parties);

    std::string repr() const override;
    std::string missing(std::string_view function) const override;
    int parties() const noexcept { return parties_; }
    int waiting() const noexcept { return phase_ == Phase::filling ? arrived_ : 0; }
    bool broken() const noexcept { return phase_ == Phase::broken; }

    static Coroutine<int> wait(Ref<BarrierState> barrier);
    static Coroutine<> reset(Ref<BarrierState> barrier);
    static Coroutine<> abort(Ref<BarrierState> barrier);

private:
    // filling -> draining (all have arrived) or resetting -> filling (all have left); broken stays until
    // reset().
    enum class Phase { filling, draining, resetting, broken };
    // One of those who have arrived and not left.
    class Arrival;

    void enter(Phase phase);
    void left();
    std::string_view phase_name() const noexcept;

    Ref<ConditionState> condition_;
    Phase phase_ = Phase::filling;
    int parties_;
    int arrived_ = 0;
};

}  // namespace detail

// The keyword argument: Barrier({.parties = 3}).
struct BarrierOptions {
    int parties;
};

// asyncio.Barrier. A handle: copies are the same barrier. Usable again and again; those who come while the
// last ones leave wait until they have left. Use: `co_await barrier.wait()`, or `async_with(barrier, [&](int
// index) …)`.
class Barrier {
public:
    // Throws ValueError if `parties` < 1.
    explicit Barrier(int parties) : state_(detail::make_ref<detail::BarrierState>(parties)) {}
    explicit Barrier(BarrierOptions options) : Barrier(options.parties) {}

    // Waits for the others; gives how many had arrived before. The last to arrive does not suspend. Throws
    // BrokenBarrierError if the barrier is broken or reset meanwhile.
    Coroutine<int> wait() const { return detail::BarrierState::wait(state_); }
    // Those who wait get BrokenBarrierError; the barrier is usable at once.
    Coroutine<> reset() const { return detail::BarrierState::reset(state_); }
    // The same, and so does everybody who comes until reset().
    Coroutine<> abort() const { return detail::BarrierState::abort(state_); }
    int parties() const { return state_->parties(); }
    // How many wait for the others.
    int n_waiting() const { return state_->waiting(); }
    bool broken() const { return state_->broken(); }
    std::string repr() const { return state_->repr(); }
    friend bool operator==(const Barrier&, const Barrier&) = default;

    // What async_with() calls.
    Coroutine<int> aenter() const { return wait(); }
    Coroutine<> aexit(std::exception_ptr error) const;

private:
    detail::Ref<detail::BarrierState> state_;
};

}  // namespace asyncio
