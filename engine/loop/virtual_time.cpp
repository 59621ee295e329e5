#include "engine/loop/virtual_time.h"

#include "engine/introspection/await_graph.h"
#include "engine/loop/loop_core.h"
#include "engine/loop/waits_for_ever.h"
#include "engine/tasks/task_base.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

namespace asyncio::detail {

namespace {

// How long the virtual clock waits for bytes that were sent on this machine; far beyond any scheduling delay.
constexpr int kPatience_ms = 5000;
// How long a silent thread that waits for something outside of the process keeps the virtual clock from a
// timer.
constexpr int kPatienceOutside_ms = 10'000;
// A loop that is never idle looks at its child processes every so many turns.
constexpr int kLongestBusy = 1000;

// Whether it accepts connections: nobody from outside comes on the virtual clock.
bool listens(LoopCore& loop) {
    const std::vector<Selector::Watched> all = loop.selector().watched();
    return std::any_of(all.begin(), all.end(),
                       [&](const Selector::Watched& each) { return loop.network().is_listening(each.fd); });
}

std::string idle_verdict(LoopCore& loop) {
    const std::string who = who_waits_for_what(loop);
    const bool circle = who.find(kCircle) != who.npos;
    const std::string why = blocks_its_thread(loop) ? "the loop is blocked, and what is ready cannot run"
                            : listens(loop) && !circle
                                ? "a server listens for clients from outside, who come only on the real clock"
                                : "nothing is ready, no timer runs, nothing is under way";
    if (Observer* observer = loop.observer())
        observer->warning(Observer::WarningKind::waits_for_ever, who + "; " + why,
                          loop.pending_tasks().empty() ? 0 : loop.pending_tasks().front().id());
    return "this program waits for ever: " + why + "; " + who;
}

}  // namespace

void VirtualTime::select(std::int64_t timeout_ns, Ready& ready) {
    const double deadline = timeout_ns < 0    ? Threads::kNever
                            : timeout_ns == 0 ? loop_.time()
                                              : loop_.timers().next_when();
    waited_outside_ms_ = 0;
    // A program that never rests must hear of its children, too.
    bool look_at_children_now = loop_.network().any_foreign() && ++busy_turns_ >= kLongestBusy;
    for (;;) {
        loop_.door()->threads()->run();
        // Everything under way inside this process arrives before the clock may move, and always in the same
        // turn.
        loop_.selector().wait_for_expected(kPatience_ms, ready);
        if (!ready.empty() || loop_.door()->pending()) return;
        if (loop_.time() >= deadline && !look_at_children_now) return;
        look_at_children_now = false;
        if (loop_.network().any_foreign() && take_from_children(deadline, ready)) return;
        if (loop_.time() >= deadline) return;
        pass_time(deadline, nullptr, ready);
    }
}

// Nothing else can happen now: the children run until all of them wait, and what they did is this turn. False
// if that is nothing.
bool VirtualTime::take_from_children(double deadline, Ready& ready) {
    using std::chrono::steady_clock;
    const auto started = steady_clock::now();
    const auto find = [this](int pid, std::int64_t local_ns) {
        Selector::find_foreign(loop_.network(), pid, local_ns);
    };
    std::chrono::microseconds nap{0};
    busy_turns_ = 0;
    while (true) {
        const std::int64_t now_ns = loop_.time_ns();
        const auto rest = loop_.children().look(now_ns, find);
        const std::vector<int> orphans = loop_.network().foreign_pids(loop_.children().pids());
        for (const int pid : orphans) find(pid, 0);
        const bool impatient = deadline != Threads::kNever &&
                               steady_clock::now() - started > std::chrono::milliseconds(kPatienceOutside_ms);
        if (impatient)
            for (const int pid : loop_.children().pids()) find(pid, 0);
        if (rest != Children::Rest::none || impatient) {
            loop_.selector().select_foreign(now_ns, ready);
            if (!ready.empty()) return true;
            if (impatient) return false;
        }
        if (loop_.door()->pending()) return true;
        if (rest == Children::Rest::here && !orphaned_pipes()) {
            if (!let_children_wake(deadline)) return false;
            nap = nap.zero();
            continue;
        }
        std::this_thread::sleep_for(nap);
        nap = std::min(nap + std::chrono::microseconds(50), std::chrono::microseconds(1000));
    }
}

// All wait; the first one that sleeps wakes, unless something else comes before.
bool VirtualTime::let_children_wake(double deadline) {
    const std::int64_t wakes_ns = loop_.children().next_wake_ns(loop_.time_ns());
    const double wakes = wakes_ns == Children::kNever ? Threads::kNever : seconds_of(wakes_ns);
    if (wakes == Threads::kNever || wakes > deadline || wakes > loop_.door()->threads()->next_deadline())
        return false;
    loop_.clock().advance_to(wakes);
    if (Observer* observer = loop_.observer()) observer->clock(wakes_ns, std::source_location());
    return true;
}

// A pipe that somebody still has open although the child has ended: a child of the child's.
bool VirtualTime::orphaned_pipes() const {
    const std::vector<Selector::Watched> all = loop_.selector().watched();
    return std::any_of(all.begin(), all.end(), [&](const Selector::Watched& each) {
        return each.direction == Observer::kReading && loop_.network().is_foreign(each.fd) &&
               !loop_.children().contains(loop_.network().process_of(each.fd));
    });
}

// Nothing can happen now: the clock moves to `deadline`, or to the next thread that wakes. `blocked_at`:
// where the program blocks the loop's thread; null in the selector.
void VirtualTime::pass_time(double deadline, const std::source_location* blocked_at, Ready& ready) {
    Threads& threads = *loop_.door()->threads();
    const bool patient = deadline == Threads::kNever || waited_outside_ms_ < kPatienceOutside_ms;
    if (patient && threads.work_outside()) {
        loop_.selector().select(1'000'000, ready);
        ++waited_outside_ms_;
        return;
    }
    if (!blocked_at && loop_.door()->pending()) return;  // one from outside was quick
    const double wakes = threads.next_deadline();
    const double next = std::min(deadline, wakes);
    if (next == Threads::kNever) {
        if (!blocked_at && wait_for_other_threads([this] { return loop_.door()->pending(); })) return;
        throw WaitsForEver(idle_verdict(loop_));
    }
    loop_.clock().advance_to(next);
    if (Observer* observer = loop_.observer(); observer && (blocked_at || wakes == next))
        observer->clock(loop_.time_ns(), blocked_at ? *blocked_at : std::source_location());
    threads.wake_due(next);
}

bool VirtualTime::block(const std::function<bool()>& condition, std::optional<double> timeout_s,
                        const std::source_location& where) {
    if (condition && condition()) return true;  // who need not wait gives nobody else a turn
    const double deadline = timeout_s ? loop_.when_after(*timeout_s) : Threads::kNever;
    Ready ignored;  // the next turn asks again
    waited_outside_ms_ = 0;
    for (;;) {
        loop_.door()->threads()->run();
        if (condition && condition()) return true;
        if (loop_.time() >= deadline) return false;
        pass_time(deadline, &where, ignored);
    }
}

}  // namespace asyncio::detail
