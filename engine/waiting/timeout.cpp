#include "engine/waiting/timeout.h"

#include "engine/loop/event_loop.h"

#include <cmath>

namespace asyncio {

Timeout timeout(std::optional<double> delay) {
    if (!delay) return Timeout(std::nullopt);
    return Timeout(get_running_loop().time() + *delay);
}

std::string Timeout::repr() const {
    constexpr const char* kNames[] = {"created", "active", "expiring", "expired", "finished"};
    const std::string name = std::string("[") + kNames[static_cast<std::size_t>(state_->phase)] + "]";
    if (state_->phase != Phase::entered) return "<Timeout " + name + ">";
    const auto rounded = [](double when) { return std::round(when * 1e3) / 1e3; };
    return "<Timeout " + name + " when=" + (state_->when ? asyncio::repr(rounded(*state_->when)) : "None") +
           ">";
}

void Timeout::enter() const {
    if (state_->phase != Phase::created) throw RuntimeError("Timeout has already been entered");
    TaskBase* task = get_running_loop().current_task();
    if (!task) throw RuntimeError("Timeout should be used inside a task");
    state_->phase = Phase::entered;
    state_->task = detail::Ref<TaskBase>(task);
    state_->cancelling = task->cancelling();
    reschedule(state_->when);
}

Coroutine<Timeout> Timeout::aenter() const {
    const Timeout self = *this;
    self.enter();
    co_return self;
}

Coroutine<> Timeout::aexit(std::exception_ptr error) const {
    const Timeout self = *this;
    self.leave(error);
    co_return;
}

void Timeout::reschedule(std::optional<double> when) const {
    if (state_->phase == Phase::created) throw RuntimeError("Timeout has not been entered");
    if (state_->phase != Phase::entered) {
        const bool expiring = state_->phase == Phase::expiring;
        throw RuntimeError(std::string("Cannot change state of ") +
                           (expiring    ? "expiring"
                            : expired() ? "expired"
                                        : "finished") +
                           " Timeout");
    }
    state_->when = when;
    if (state_->handle) state_->handle->cancel();
    state_->handle.reset();
    if (!when) return;
    EventLoop& loop = get_running_loop();
    const Callback on_timeout(detail::make_ref<detail::CallbackState>(
        "timeout",
        [state = std::weak_ptr<State>(state_)](const detail::FutureRef&) {
            const auto scope = state.lock();
            if (!scope || !scope->task) return;
            scope->task->cancel();
            scope->phase = Phase::expiring;
            scope->handle.reset();
        },
        detail::ObjectKind::callback));
    // A limit that is over fires in the next turn: what never suspends until then is not interrupted.
    if (*when <= loop.time())
        state_->handle = loop.call_soon(on_timeout);
    else
        state_->handle = loop.call_at(*when, on_timeout);
}

void Timeout::leave(std::exception_ptr error) const {
    if (state_->handle) state_->handle->cancel();
    state_->handle.reset();
    const detail::Ref<TaskBase> task = std::exchange(state_->task, nullptr);
    if (state_->phase == Phase::expiring) {
        state_->phase = Phase::expired;
        Observer* observer = task->get_loop().observer();
        if (observer && !error)
            observer->warning(Observer::WarningKind::swallowed_cancellation,
                              "CancelledError did not come out of the block whose time ran out, so there is "
                              "no TimeoutError",
                              task->id());
        // Counts decide whose cancellation it was: only if no other request is left is it the limit's.
        if (task->uncancel() <= state_->cancelling && detail::is_cancelled_error(error))
            raise_from(TimeoutError(), error);
    } else if (state_->phase == Phase::entered) {
        state_->phase = Phase::exited;
    }
    if (error) std::rethrow_exception(error);
}

void Timeout::abandon() const noexcept {
    if (state_->phase != Phase::entered && state_->phase != Phase::expiring) return;
    if (state_->handle) state_->handle->cancel();
    state_->handle.reset();
    state_->task = nullptr;
    state_->phase = Phase::exited;
}

}  // namespace asyncio
