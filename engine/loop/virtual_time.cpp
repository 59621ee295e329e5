// The virtual clock: what may happen in this process, its threads and its children while nothing is ready,
// and when time passes.
#include "engine/loop/event_loop.h"
#include "engine/loop/waits_for_ever.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace asyncio {

namespace {

// How long the virtual clock waits for bytes that were sent on this machine; far beyond any scheduling delay.
constexpr int kPatience_ms = 5000;
// How long a silent thread that waits for something outside of the process keeps the virtual clock from a
// timer.
constexpr int kPatienceOutside_ms = 10'000;
// A loop that is never idle looks at its child processes every so many turns.
constexpr int kLongestBusy = 1000;

}  // namespace

void EventLoop::select_virtually(std::int64_t timeout_ns) {
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
    if (next_ns == detail::Threads::kNever) {
        if (!blocked_at && detail::wait_for_other_threads([this] { return door_->pending(); })) return;
        throw detail::WaitsForEver(idle_verdict());
    }
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

}  // namespace asyncio
