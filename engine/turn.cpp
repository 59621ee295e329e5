// One turn of the loop: asyncio's _run_once(), and what may happen while nothing is ready.
#include "engine/await_graph.h"
#include "engine/event_loop.h"
#include "engine/interventions.h"
#include "engine/task.h"
#include "engine/waits_for_ever.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

namespace asyncio {

using loopscope::trace::ReadyReason;

namespace {

constexpr std::int64_t kLongestSelect_ns = 24LL * 3600 * 1'000'000'000;  // asyncio's MAXIMUM_SELECT_TIMEOUT
// How long the virtual clock waits for bytes that were sent on this machine; far beyond any scheduling delay.
constexpr int kPatience_ms = 5000;
// How long a silent thread that waits for something outside of the process keeps the virtual clock from a
// timer.
constexpr int kPatienceOutside_ms = 10'000;
// A loop that is never idle looks at its child processes every so many turns.
constexpr int kLongestBusy = 1000;

}  // namespace

// asyncio's _run_once(): ask the selector, move due timers to the ready queue, then run exactly the entries
// that are ready now. What becomes ready meanwhile belongs to the next turn.
void EventLoop::run_once() {
    drop_cancelled_timers();
    const std::int64_t timeout_ns = selector_timeout_ns();
    if (observer_ && timeout_ns != 0) observer_->select(timeout_ns);
    select(timeout_ns);
    ++turn_;
    if (observer_) observer_->turn(turn_, clock_->now_ns());
    take_calls();
    for (const Selector::Ready& each : selected_) push_ready(*each.callback, nullptr, ReadyReason::io);
    collect_due_timers();
    run_ready();
}

std::int64_t EventLoop::selector_timeout_ns() {
    if (!ready_.empty() || stopping_ || door_->pending()) return 0;
    if (timers_.empty()) return -1;
    const std::int64_t longest_ns =
        clock_->is_virtual() ? std::numeric_limits<std::int64_t>::max() : kLongestSelect_ns;
    return std::clamp<std::int64_t>(timers_.front().deadline_ns - clock_->now_ns(), 0, longest_ns);
}

void EventLoop::select(std::int64_t timeout_ns) {
    selected_.clear();
    if (!clock_->is_virtual()) {
        if (timeout_ns != 0 || !selector_->empty()) selector_->select(timeout_ns, selected_);
        return;
    }
    const std::int64_t deadline_ns = timeout_ns < 0 ? detail::Threads::kNever : clock_->now_ns() + timeout_ns;
    waited_outside_ms_ = 0;
    // A program that never rests must hear of its children, too.
    bool look_at_children_now = network_.any_foreign() && ++busy_turns_ >= kLongestBusy;
    for (;;) {
        door_->threads()->run();
        // Everything under way inside this process arrives before the clock may move, and always in the same
        // turn.
        if (!selector_->empty()) selector_->wait_for_expected(network_, kPatience_ms, selected_);
        if (!selected_.empty() || door_->pending()) return;
        if (clock_->now_ns() >= deadline_ns && !look_at_children_now) return;
        look_at_children_now = false;
        if (network_.any_foreign() && take_from_children(deadline_ns)) return;
        if (clock_->now_ns() >= deadline_ns) return;
        pass_time(deadline_ns, nullptr);
    }
}

// Nothing else can happen now: the children run until all of them wait, and what they did is this turn. False
// if that is nothing.
bool EventLoop::take_from_children(std::int64_t deadline_ns) {
    using std::chrono::steady_clock;
    const auto started = steady_clock::now();
    const auto find = [this](int pid, std::int64_t local_ns) {
        Selector::find_foreign(network_, pid, local_ns);
    };
    std::chrono::microseconds nap{0};
    busy_turns_ = 0;
    while (true) {
        const std::int64_t now_ns = clock_->now_ns();
        const auto rest = children_.look(now_ns, find);
        const std::vector<int> orphans = network_.foreign_pids(children_.pids());
        for (const int pid : orphans) find(pid, 0);
        const bool impatient = deadline_ns != detail::Children::kNever &&
                               steady_clock::now() - started > std::chrono::milliseconds(kPatienceOutside_ms);
        if (impatient)
            for (const int pid : children_.pids()) find(pid, 0);
        if (rest != detail::Children::Rest::none || impatient) {
            selector_->select_foreign(network_, now_ns, selected_);
            if (!selected_.empty()) return true;
            if (impatient) return false;
        }
        if (door_->pending()) return true;
        if (rest == detail::Children::Rest::here && !orphaned_pipes()) {
            if (!let_children_wake(deadline_ns)) return false;
            nap = nap.zero();
            continue;
        }
        std::this_thread::sleep_for(nap);
        nap = std::min(nap + std::chrono::microseconds(50), std::chrono::microseconds(1000));
    }
}

// All wait; the first one that sleeps wakes, unless something else comes before.
bool EventLoop::let_children_wake(std::int64_t deadline_ns) {
    const std::int64_t wakes_ns = children_.next_wake_ns(clock_->now_ns());
    if (wakes_ns == detail::Children::kNever || wakes_ns > deadline_ns ||
        wakes_ns > door_->threads()->next_deadline_ns())
        return false;
    clock_->advance_to(wakes_ns);
    if (observer_) observer_->clock(wakes_ns, std::source_location());
    return true;
}

// A pipe that somebody still has open although the child has ended: a child of the child's.
bool EventLoop::orphaned_pipes() const {
    const std::vector<Selector::Watched> all = selector_->watched();
    return std::any_of(all.begin(), all.end(), [&](const Selector::Watched& each) {
        return each.direction == Observer::kReading && network_.is_foreign(each.fd) &&
               !children_.contains(network_.process_of(each.fd));
    });
}

// Nothing can happen now: the clock moves to `deadline_ns`, or to the next thread that wakes. `blocked_at`:
// where the program blocks the loop's thread; null in the selector.
void EventLoop::pass_time(std::int64_t deadline_ns, const std::source_location* blocked_at) {
    detail::Threads& threads = *door_->threads();
    const bool patient = deadline_ns == detail::Threads::kNever || waited_outside_ms_ < kPatienceOutside_ms;
    if (patient && threads.work_outside()) {
        selector_->select(1'000'000, selected_);
        ++waited_outside_ms_;
        return;
    }
    if (!blocked_at && door_->pending()) return;  // one from outside was quick
    const std::int64_t wakes_ns = threads.next_deadline_ns();
    const std::int64_t next_ns = std::min(deadline_ns, wakes_ns);
    if (next_ns == detail::Threads::kNever) throw detail::WaitsForEver(idle_verdict());
    clock_->advance_to(next_ns);
    if (observer_ && (blocked_at || wakes_ns == next_ns))
        observer_->clock(next_ns, blocked_at ? *blocked_at : std::source_location());
    threads.wake_due(next_ns);
}

bool EventLoop::block(const std::function<bool()>& condition, std::optional<double> timeout,
                      const std::source_location& where) {
    const std::int64_t deadline_ns = timeout ? deadline_after(*timeout) : detail::Threads::kNever;
    waited_outside_ms_ = 0;
    for (;;) {
        door_->threads()->run();
        if (condition && condition()) return true;
        if (clock_->now_ns() >= deadline_ns) return false;
        pass_time(deadline_ns, &where);
    }
}

void EventLoop::collect_due_timers() {
    if (timers_.empty()) return;
    const std::int64_t now_ns = clock_->now_ns();
    while (!timers_.empty() && timers_.front().deadline_ns <= now_ns) {
        detail::Runnable* timer = timers_.front().timer;
        pop_timer();
        if (!timer->handle_cancelled())
            push_ready(*timer, nullptr, ReadyReason::timer);
        else if (cancelled_timers_ > 0)
            --cancelled_timers_;
        timer->release();
    }
}

// Inline: it is what a turn spends its time with.
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

void EventLoop::run_ready() {
    if (interventions_ && interventions_->due(turn_)) return run_ready_with_interventions();
    const bool timed = watches_slow_steps();
    for (std::size_t left = ready_.size(); left > 0; --left) run_next(timed);
}

void EventLoop::run_ready_with_interventions() {
    const bool timed = watches_slow_steps();
    std::size_t left = ready_.size();
    interventions_->carry_out(turn_, 0, left);
    for (std::uint32_t entry = 1; left > 0; ++entry) {
        run_next(timed);
        interventions_->carry_out(turn_, entry, --left);
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
        observer_->warning(
            "slow callback: this ran for " + duration + " s, and nothing else could run meanwhile",
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
    if (raised && !detail::leaves_the_loop(raised))
        call_exception_handler({.message = "Exception in callback " + std::string(what.call_name()) + "()",
                                .exception = raised,
                                .handle = true,
                                .context = what.call_context()});
    if (observer_) observer_->call_end(what, raised);
    if (detail::leaves_the_loop(raised)) std::rethrow_exception(raised);
}

}  // namespace asyncio
