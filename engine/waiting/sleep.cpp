#include "engine/waiting/sleep.h"

#include <cmath>

namespace asyncio::detail {

SleepState::SleepState(EventLoop& loop, double delay) : FutureBase(loop, ObjectKind::sleep) {
    const double when = loop.when_after(delay);
    if (Observer* observer = loop.observer()) {
        const std::int64_t deadline_ns = ns_of(when);
        observer->created(*this, {.name = "sleep", .value = deadline_ns, .internal = true});
        observer->timer(*this, id(), deadline_ns, {});
    }
    loop.timers().add(*this, when);
}

void SleepState::run(FutureBase*) {
    if (!done()) finish_with_result();
}

// A timer that has fired has resolved the future, or waits in the ready queue, where it is skipped then.
void SleepState::cancel_timer() noexcept {
    if (handle_cancelled_ || (state() == State::finished && !failed())) return;
    handle_cancelled_ = true;
    if (!armed()) return;
    if (Observer* observer = loop_->observer()) observer->timer_cancelled(*this);
    loop_->timers().note_cancelled();
}

void SleepAwaiter::start_timer() {
    if (std::isnan(delay_)) throw ValueError("Invalid delay: NaN (not a number)");
    state_ = make_ref<SleepState>(get_running_loop(), delay_);
}

}  // namespace asyncio::detail
