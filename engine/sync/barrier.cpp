#include "engine/sync/barrier.h"
#include "engine/tasks/task.h"

#include <limits>

namespace asyncio {

namespace detail {

namespace {

constexpr auto kAll = std::numeric_limits<std::size_t>::max();

// The condition's lock, held until the end of the scope.
class Held {
public:
    explicit Held(ConditionState& condition) : lock_(condition.lock()) {}
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { lock_.abandon_block(); }

private:
    LockState& lock_;
};

Coroutine<> leave(std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
    co_return;
}

}  // namespace

class BarrierState::Arrival {
public:
    explicit Arrival(BarrierState& barrier) : index(barrier.arrived_++), barrier_(barrier) {}
    Arrival(const Arrival&) = delete;
    Arrival& operator=(const Arrival&) = delete;
    ~Arrival() { barrier_.left(); }
    const int index;

private:
    BarrierState& barrier_;
};

BarrierState::BarrierState(int parties)
    : Primitive(ObjectKind::barrier, "Barrier", parties),
      condition_(make_ref<ConditionState>(this)),
      parties_(parties) {
    if (parties < 1) throw ValueError("parties must be >= 1");
}

std::string_view BarrierState::phase_name() const noexcept {
    switch (phase_) {
        case Phase::filling: return "filling";
        case Phase::draining: return "draining";
        case Phase::resetting: return "resetting";
        case Phase::broken: break;
    }
    return "broken";
}

std::string BarrierState::missing(std::string_view) const {
    return "a barrier at which only " + std::to_string(arrived_) + " of " + std::to_string(parties_) +
           " have arrived";
}

std::string BarrierState::repr() const {
    std::string text = "<asyncio.locks.Barrier object [" + std::string(phase_name());
    if (!broken()) text += ", waiters:" + std::to_string(waiting()) + "/" + std::to_string(parties_);
    return text + "]>";
}

void BarrierState::enter(Phase phase) {
    phase_ = phase;
    report(phase_name(), arrived_);
    condition_->wake(kAll);
}

void BarrierState::left() {
    --arrived_;
    if (arrived_ > 0) return report(phase_name(), arrived_);
    const bool over = phase_ == Phase::resetting || phase_ == Phase::draining;
    enter(over ? Phase::filling : phase_);
}

Coroutine<int> BarrierState::wait(Ref<BarrierState> barrier) {
    const Condition condition(barrier->condition_);
    co_await condition.acquire();
    const Held held(*barrier->condition_);
    co_await condition.wait_for(
        [&] { return barrier->phase_ != Phase::draining && barrier->phase_ != Phase::resetting; });
    if (barrier->broken()) throw BrokenBarrierError("Barrier aborted");

    const Arrival arrival(*barrier);
    if (arrival.index + 1 == barrier->parties_) {
        barrier->enter(Phase::draining);
        co_return arrival.index;
    }
    barrier->report(barrier->phase_name(), barrier->arrived_);
    co_await condition.wait_for([&] { return barrier->phase_ != Phase::filling; });
    if (barrier->phase_ != Phase::draining) throw BrokenBarrierError("Abort or reset of barrier");
    co_return arrival.index;
}

Coroutine<> BarrierState::reset(Ref<BarrierState> barrier) {
    const Condition condition(barrier->condition_);
    co_await condition.acquire();
    const Held held(*barrier->condition_);
    barrier->enter(barrier->arrived_ > 0 ? Phase::resetting : Phase::filling);
}

Coroutine<> BarrierState::abort(Ref<BarrierState> barrier) {
    const Condition condition(barrier->condition_);
    co_await condition.acquire();
    const Held held(*barrier->condition_);
    barrier->enter(Phase::broken);
}

}  // namespace detail

Coroutine<> Barrier::aexit(std::exception_ptr error) const { return detail::leave(std::move(error)); }

}  // namespace asyncio
