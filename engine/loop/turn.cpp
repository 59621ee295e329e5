// One turn of the loop: asyncio's _run_once().
#include "engine/interventions.h"
#include "engine/loop/event_loop.h"
#include "engine/tasks/task.h"

#include <algorithm>
#include <limits>

namespace asyncio {

using loopscope::trace::ReadyReason;

namespace {

constexpr double kClockResolution_s = 1e-9;                              // asyncio's _clock_resolution
constexpr std::int64_t kLongestSelect_ns = 24LL * 3600 * 1'000'000'000;  // asyncio's MAXIMUM_SELECT_TIMEOUT

}  // namespace

// Inline, as is run_ready(): it is what a turn spends its time with.
inline void EventLoop::run_next(bool timed) {
    struct Held : detail::ReadyEntry {
        ~Held() {
            if (argument) argument->release();
            what->release();
        }
    } const entry{ready_.pop()};
    if (timed)
        run_timed(*entry.what, entry.argument);
    else
        run_entry(*entry.what, entry.argument);
}

inline void EventLoop::run_ready() {
    if (interventions_ && interventions_->due(turn())) return run_ready_with_interventions();
    const bool timed = watches_slow_steps();
    for (std::size_t left = ready_.size(); left > 0; --left) run_next(timed);
}

// asyncio's _run_once(): ask the selector, move due timers to the ready queue, then run exactly the entries
// that are ready now. What becomes ready meanwhile belongs to the next turn.
[[gnu::always_inline]] inline void EventLoop::run_once() {
    timers_.drop_cancelled();
    const std::int64_t timeout_ns = selector_timeout_ns();
    if (observer_ && timeout_ns != 0) observer_->select(timeout_ns);
    select(timeout_ns);
    ++progress_->turn;
    if (observer_) observer_->turn(turn(), clock_->now_ns());
    if (door_->pending()) [[unlikely]]
        take_calls();
    for (const Selector::Ready& each : selected_) push_ready(*each.callback, nullptr, ReadyReason::io);
    collect_due_timers();
    selector_known_ = !selected_.empty() && only_received();
    run_ready();
}

void EventLoop::run_turns() {
    do run_once();
    while (!stopping_);
}

std::int64_t EventLoop::selector_timeout_ns() {
    if (!ready_.empty() || stopping_ || door_->pending()) return 0;
    if (timers_.empty()) return -1;
    const std::int64_t longest_ns =
        clock_->is_virtual() ? std::numeric_limits<std::int64_t>::max() : kLongestSelect_ns;
    return std::clamp<std::int64_t>(detail::ns_of(timers_.next_when()) - clock_->now_ns(), 0, longest_ns);
}

void EventLoop::select(std::int64_t timeout_ns) {
    selected_.clear();
    if (clock_->is_virtual())
        virtual_time_.select(timeout_ns, selected_);
    else if (timeout_ns != 0 || !(selector_->empty() || selector_known_))
        selector_->select(timeout_ns, selected_);
}

// A turn that does nothing but receive changes nothing for the selector, unless somebody waits for the room
// that it makes. What comes from outside meanwhile could as well come a moment later: the next turn need not
// ask.
bool EventLoop::only_received() const noexcept {
    return ready_.size() == selected_.size() && !selector_->watches_writing() &&
           std::all_of(selected_.begin(), selected_.end(),
                       [](const Selector::Ready& each) { return each.callback->only_receives(); });
}

void EventLoop::collect_due_timers() {
    if (timers_.empty()) return;
    const double now = clock_->now_s(), end = now + kClockResolution_s;
    // After years a nanosecond more is the same number.
    while (!timers_.empty() && (timers_.next_when() < end || timers_.next_when() <= now)) {
        const detail::Ref<detail::Runnable> timer = timers_.take_next();
        if (!timer->handle_cancelled()) push_ready(*timer, nullptr, ReadyReason::timer);
    }
}

void EventLoop::run_ready_with_interventions() {
    const bool timed = watches_slow_steps();
    std::size_t left = ready_.size();
    interventions_->carry_out(turn(), 0, left);
    for (std::uint32_t entry = 1; left > 0; ++entry) {
        run_next(timed);
        interventions_->carry_out(turn(), entry, --left);
    }
}

void EventLoop::run_entry(detail::Runnable& what, FutureBase* argument) {
    if (what.kind() == detail::ObjectKind::task)
        static_cast<TaskBase&>(what).run(argument);
    else
        run_callback(what, argument);
}

void EventLoop::run_timed(detail::Runnable& what, FutureBase* argument) {
    const std::int64_t began_ns = clock_->now_ns();
    run_entry(what, argument);
    const double seconds = static_cast<double>(clock_->now_ns() - began_ns) / 1e9;
    if (seconds >= slow_callback_duration) note_slow(what, seconds);
}

void EventLoop::note_slow(const detail::Runnable& what, double seconds) {
    const std::string duration = fixed(seconds, 3);
    if (observer_)
        observer_->warning(Observer::WarningKind::slow_callback,
                           "this ran for " + duration + " s, and nothing else could run meanwhile",
                           what.id());
    if (debug_) report("Executing " + detail::repr_of_call(what) + " took " + duration + " seconds");
}

void EventLoop::run_callback(detail::Runnable& what, FutureBase* argument) {
    if (what.handle_cancelled()) {
        if (observer_) observer_->skipped(what);
        return;
    }
    if (observer_) observer_->call(what, argument, what.call_name(), what.internal_call());
    const detail::ContextScope scope(nullptr);
    std::exception_ptr raised;
    try {
        what.run(argument);
    } catch (...) {
        raised = std::current_exception();
    }
    if (raised && !detail::leaves_the_loop(raised)) {
        // One that was cancelled meanwhile has let go of its function.
        const std::string name = what.handle_cancelled() ? "None" : detail::callback_name(what);
        call_exception_handler({.message = "Exception in callback " + name + "()",
                                .exception = raised,
                                .handle = ContextObject(detail::repr_of_call(what)),
                                .context = what.call_context()});
    }
    if (observer_) observer_->call_end(what, raised);
    if (detail::leaves_the_loop(raised)) std::rethrow_exception(raised);
}

}  // namespace asyncio
