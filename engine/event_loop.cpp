#include "engine/event_loop.h"

#include "engine/async_generator.h"
#include "engine/await_graph.h"
#include "engine/concurrent.h"
#include "engine/interventions.h"
#include "engine/task.h"
#include "engine/threading.h"
#include "engine/waits_for_ever.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <thread>

namespace asyncio {

using loopscope::trace::ReadyReason;

namespace {

thread_local EventLoop* the_running_loop = nullptr;

constexpr std::int64_t kLongestSelect_ns = 24LL * 3600 * 1'000'000'000;  // asyncio's MAXIMUM_SELECT_TIMEOUT
// How long the virtual clock waits for bytes that were sent on this machine; far beyond any scheduling delay.
constexpr int kPatience_ms = 5000;
// How long a silent thread that waits for something outside of the process keeps the virtual clock from a
// timer.
constexpr int kPatienceOutside_ms = 10'000;
// A loop that is never idle looks at its child processes every so many turns.
constexpr int kLongestBusy = 1000;
constexpr double kFarthest =
    9e9;  // seconds: what nanoseconds can still say in 63 bits; sleep(inf) ends there
constexpr std::size_t kMinCancelledTimers = 100;  // asyncio's _MIN_CANCELLED_TIMER_HANDLES

}  // namespace

std::vector<std::string> ExceptionContext::keys() const {
    std::vector<std::string> keys;
    if (!asyncgen.empty()) keys.emplace_back("asyncgen");
    if (exception) keys.emplace_back("exception");
    if (future) keys.emplace_back("future");
    if (handle) keys.emplace_back("handle");
    if (!message.empty()) keys.emplace_back("message");
    if (protocol) keys.emplace_back("protocol");
    if (task) keys.emplace_back("task");
    if (transport) keys.emplace_back("transport");
    for (const auto& [key, value] : extra) keys.push_back(key);
    std::sort(keys.begin(), keys.end());
    return keys;
}

bool ExceptionContext::contains(std::string_view key) const {
    const auto all = keys();
    return std::find(all.begin(), all.end(), key) != all.end();
}

detail::Ref<EventLoop> EventLoop::create(const LoopOptions& options) {
    return detail::Ref<EventLoop>(new EventLoop(options));
}

EventLoop::EventLoop(const LoopOptions& options)
    : Runnable(detail::ObjectKind::other),
      clock_(make_clock(options.clock)),
      door_(std::make_shared<detail::Door>(clock_->is_virtual() ? std::make_shared<detail::Threads>(*this)
                                                                : nullptr)),
      selector_(make_epoll_selector(door_->bell())),
      observer_(options.observer),
      output_(options.output),
      errors_(options.errors) {
    if (options.interventions && !options.interventions->empty())
        interventions_ = std::make_unique<detail::Interventions>(*this, *options.interventions);
}

EventLoop::~EventLoop() = default;

// --- scheduling ---

Handle EventLoop::call_soon(const Callback& callback, CallOptions options, std::source_location where) {
    check_usable();
    const detail::CallSite site(observer_, where);
    auto state = detail::make_ref<detail::HandleState>(*this, callback, detail::HandleState::kNoDeadline,
                                                       options, where);
    push_ready(*state, nullptr, ReadyReason::call_soon);
    return Handle(state);
}

std::int64_t EventLoop::deadline_after(double delay) const {
    if (std::isnan(delay)) throw ValueError("Invalid delay: NaN (not a number)");
    const std::int64_t delay_ns = std::llround(std::clamp(delay, -kFarthest, kFarthest) * 1e9);
    const std::int64_t farthest_ns = std::llround(kFarthest * 1e9);
    return clock_->now_ns() + std::min(delay_ns, farthest_ns - clock_->now_ns());
}

TimerHandle EventLoop::call_later(double delay, const Callback& callback, CallOptions options,
                                  std::source_location where) {
    return call_at(static_cast<double>(deadline_after(delay)) / 1e9, callback, options, where);
}

TimerHandle EventLoop::call_at(double when, const Callback& callback, CallOptions options,
                               std::source_location where) {
    check_usable();
    const detail::CallSite site(observer_, where);
    if (std::isnan(when)) throw ValueError("Invalid when: NaN (not a number)");
    const std::int64_t deadline_ns = std::llround(std::clamp(when, -kFarthest, kFarthest) * 1e9);
    auto state = detail::make_ref<detail::HandleState>(*this, callback, deadline_ns, options, where);
    if (observer_) observer_->timer(*state, state->id(), deadline_ns, state->call_name());
    add_timer(*state, deadline_ns);
    return TimerHandle(state);
}

void EventLoop::add_timer(detail::Runnable& timer, std::int64_t deadline_ns) {
    timer.retain();
    timer.set_armed(true);
    timers_.push_back({deadline_ns, &timer});
    std::push_heap(timers_.begin(), timers_.end(), std::greater<>());
}

void EventLoop::timer_cancelled() noexcept { ++cancelled_timers_; }

void EventLoop::pop_timer() noexcept {
    timers_.front().timer->set_armed(false);
    std::pop_heap(timers_.begin(), timers_.end(), std::greater<>());
    timers_.pop_back();
}

// asyncio's rule: cancelled timers leave the heap when they come to its front, or together when they are
// many.
void EventLoop::drop_cancelled_timers() {
    if (cancelled_timers_ == 0) return;
    if (cancelled_timers_ > kMinCancelledTimers && cancelled_timers_ * 2 > timers_.size()) {
        std::vector<TimerEntry> cancelled;
        std::erase_if(timers_, [&](const TimerEntry& entry) {
            if (entry.timer->handle_cancelled()) cancelled.push_back(entry);
            return entry.timer->handle_cancelled();
        });
        std::make_heap(timers_.begin(), timers_.end(), std::greater<>());
        cancelled_timers_ = 0;
        for (const TimerEntry& entry : cancelled) entry.timer->release();
        return;
    }
    while (!timers_.empty() && timers_.front().timer->handle_cancelled()) {
        detail::Runnable* timer = timers_.front().timer;
        pop_timer();
        if (cancelled_timers_ > 0) --cancelled_timers_;
        timer->release();
    }
}

// --- one turn ---

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
    const detail::ReadyEntry entry = ready_.pop();
    const auto what = detail::Ref<detail::Runnable>::adopt(entry.what);
    const auto argument = detail::FutureRef::adopt(entry.argument);
    if (timed)
        run_timed(*what, argument.get());
    else
        run_entry(*what, argument.get());
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

// --- other threads ---

ThreadsafeHandle EventLoop::hand_over(std::string name, bool internal, std::function<void()> function) {
    auto cancelled = std::make_shared<std::atomic<bool>>(false);
    detail::Door::Call call{std::move(name), internal, std::move(function), cancelled,
                            detail::inherited_context()};
    if (the_running_loop == this)
        schedule(std::move(call), ReadyReason::call_soon);
    else if (!door_->hand_over(std::move(call)))
        throw RuntimeError("Event loop is closed");
    return ThreadsafeHandle(cancelled);
}

void EventLoop::take_calls() {
    if (!door_->pending()) return;
    take_signals();
    for (detail::Door::Call& call : door_->take_calls()) schedule(std::move(call), ReadyReason::thread);
    take_prints();
}

void EventLoop::schedule(detail::Door::Call call, ReadyReason reason) {
    check_usable();
    const auto kind = call.internal ? detail::ObjectKind::callback : detail::ObjectKind::handle;
    const Callback callback(detail::make_ref<detail::CallbackState>(
        std::move(call.name),
        [function = std::move(call.function),
         cancelled = std::move(call.cancelled)](const detail::FutureRef&) {
            if (!cancelled || !*cancelled) function();
        },
        kind));
    const Context context(call.context);
    const CallOptions options = call.context ? CallOptions{.context = context} : CallOptions{};
    const auto handle =
        detail::make_ref<detail::HandleState>(*this, callback, detail::HandleState::kNoDeadline, options);
    push_ready(*handle, nullptr, reason);
}

void EventLoop::take_prints() {
    for (const detail::Door::Print& print : door_->take_prints()) print_line(print.line, print.thread);
}

std::uint64_t EventLoop::keep(std::shared_ptr<void> thing) {
    kept_.emplace(++last_ticket_, std::move(thing));
    return last_ticket_;
}

std::shared_ptr<void> EventLoop::take_kept(std::uint64_t ticket) {
    return std::move(kept_.extract(ticket).mapped());
}

// --- running ---

void EventLoop::run_forever() {
    check_usable();
    if (running_) throw RuntimeError("This event loop is already running");
    if (the_running_loop) throw RuntimeError("Cannot run the event loop while another loop is running");
    struct Running {
        EventLoop& loop;
        explicit Running(EventLoop& l) : loop(l) {
            loop.running_ = true;
            the_running_loop = &loop;
            if (loop.observer_) loop.observer_->loop(Observer::LoopEvent::run);
        }
        ~Running() {
            loop.running_ = loop.stopping_ = false;
            loop.current_task_ = nullptr;
            the_running_loop = nullptr;
            if (loop.observer_) loop.observer_->loop(Observer::LoopEvent::stop);
        }
    };
    const detail::Ref<EventLoop> self(this);
    const Running running(*this);
    do run_once();
    while (!stopping_);
}

void EventLoop::run_until_done(FutureBase& future) {
    const detail::FutureRef held(&future);
    const Callback stop(detail::make_ref<detail::CallbackState>(
        "run_until_complete",
        [this](const detail::FutureRef& done) {
            // KeyboardInterrupt and SystemExit have left the loop before; the next run must not stop by it.
            if (done->cancelled() || !detail::leaves_the_loop(done->exception())) stopping_ = true;
        },
        detail::ObjectKind::callback));
    future.add_callback(stop.state());
    try {
        run_forever();
    } catch (...) {
        future.remove_callback(stop.state());
        throw;
    }
    future.remove_callback(stop.state());
    if (!future.done()) throw RuntimeError("Event loop stopped before Future completed.");
}

void EventLoop::close() {
    if (running_) throw RuntimeError("Cannot close a running event loop");
    if (closed_) return;
    closed_ = guarded_ = true;
    while (!ready_.empty()) {
        const detail::ReadyEntry entry = ready_.pop();
        if (entry.argument) entry.argument->release();
        entry.what->release();
    }
    for (const TimerEntry& entry : std::exchange(timers_, {})) entry.timer->release();
    selector_->clear();
    while (!signal_handlers_.empty()) remove_signal_handler(signal_handlers_.begin()->first);
    door_->close();
    kept_.clear();
    if (default_executor_) default_executor_->shutdown(false);
    if (observer_) observer_->loop(Observer::LoopEvent::close);
}

void EventLoop::dispose() noexcept {
    running_ = false;
    close();
    // Tasks that wait for each other hold each other: keep all until each has let go. More may come
    // meanwhile.
    std::vector<detail::Ref<TaskBase>> left;
    while (first_task_) {
        left.emplace_back(first_task_);
        first_task_->destroy_pending();
    }
    left.clear();
    abandon_futures();
    abandon_generators();
    while (!resources_.empty()) {
        detail::LoopResource* resource = *resources_.begin();
        resources_.erase(resources_.begin());
        resource->abandon();
    }
    observer_ = nullptr;  // it need not outlive the loop's last futures
    output_ = nullptr;
    errors_ = nullptr;
    exception_handler_ = nullptr;
    task_factory_ = nullptr;
}

void EventLoop::abandon_futures() noexcept {
    std::vector<detail::Ref<detail::ListedFuture>> futures;
    for (auto* future = first_future_; future; future = future->next_) futures.emplace_back(future);
    for (const auto& future : futures) future->abandon();
}

void EventLoop::check_usable() const {
    if (!guarded_) return;
    if (closed_) throw RuntimeError("Event loop is closed");
    check_thread();
}

void EventLoop::check_thread() const {
    if (debug_ && running_ && the_running_loop != this)
        throw RuntimeError("Non-thread-safe operation invoked on an event loop other than the current one");
}

bool EventLoop::may_schedule() const {
    if (closed_) return false;
    check_thread();
    return true;
}

// --- tasks ---

void EventLoop::add_task(TaskBase& task) noexcept {
    task.previous_ = last_task_in_list_;
    (last_task_in_list_ ? last_task_in_list_->next_ : first_task_) = &task;
    last_task_in_list_ = &task;
}

void EventLoop::remove_task(TaskBase& task) noexcept {
    if (first_task_ != &task && !task.previous_) return;
    (task.previous_ ? task.previous_->next_ : first_task_) = task.next_;
    (task.next_ ? task.next_->previous_ : last_task_in_list_) = task.previous_;
    task.previous_ = task.next_ = nullptr;
}

void EventLoop::add_future(detail::ListedFuture& future) noexcept {
    future.next_ = first_future_;
    if (first_future_) first_future_->previous_ = &future;
    first_future_ = &future;
}

void EventLoop::remove_future(detail::ListedFuture& future) noexcept {
    (future.previous_ ? future.previous_->next_ : first_future_) = future.next_;
    if (future.next_) future.next_->previous_ = future.previous_;
}

TaskBase* EventLoop::next_task(const TaskBase& task) noexcept { return task.next_; }

std::string EventLoop::idle_verdict() const {
    const std::string who = detail::who_waits_for_what(*this);
    if (observer_)
        observer_->warning(
            "waits for ever: " + who + "; nothing is ready, no timer runs, nothing is under way",
            first_task_ ? first_task_->id() : 0);
    return "this program waits for ever: nothing is ready, no timer runs, and no data is on its way; " + who;
}

// --- output and errors ---

void EventLoop::print(std::string_view line, const std::source_location& where) {
    const detail::CallSite site(observer_, where);
    print_line(line, current_task_ ? current_task_->id() : 0);
}

void EventLoop::print_line(std::string_view line, detail::ObjectId by) {
    if (observer_) observer_->printed(line, by);
    if (output_) return (*output_)(line);
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
}

namespace {

std::string default_report(const ExceptionContext& context) {
    std::string text = context.message.empty() ? "Unhandled exception in event loop" : context.message;
    for (const AnyFuture& about : {context.task, context.future})
        if (about && about.state()->is_task()) text += "\ntask: " + about.get_name();
    if (context.exception) text += "\n" + type_name(context.exception) + ": " + str(context.exception);
    return text;
}

// Python's rule: that of the task, of the future if that is a task, or of the handle.
detail::ContextHandle context_of_handler(const ExceptionContext& context) {
    const AnyFuture& about = context.task ? context.task : context.future;
    if (!about) return context.context;
    return about.state()->is_task() ? detail::context_of(static_cast<TaskBase&>(*about.state())) : nullptr;
}

}  // namespace

void EventLoop::default_exception_handler(const ExceptionContext& context) {
    report(default_report(context));
}

void EventLoop::report(const std::string& text) const {
    if (errors_) return (*errors_)(text);
    std::fprintf(stderr, "%s\n", text.c_str());
}

void EventLoop::call_exception_handler(const ExceptionContext& context) {
    if (observer_) observer_->error(context);
    if (!exception_handler_) return default_exception_handler(context);
    try {
        std::optional<detail::ContextScope> scope;
        if (auto entered = context_of_handler(context)) scope.emplace(std::move(entered));
        exception_handler_(*this, context);
    } catch (...) {
        const std::exception_ptr error = std::current_exception();
        if (detail::leaves_the_loop(error)) throw;
        default_exception_handler({.message = "Unhandled error in exception handler", .exception = error});
    }
}

EventLoop& get_running_loop() {
    if (!the_running_loop) throw RuntimeError("no running event loop");
    return *the_running_loop;
}

EventLoop& get_event_loop() {
    if (the_running_loop) return *the_running_loop;
    throw RuntimeError("There is no current event loop in thread " + repr(threading::current_thread_name()) +
                       ".");
}

std::set<const detail::PromiseBase*> EventLoop::generator_bodies() const {
    std::set<const detail::PromiseBase*> bodies;
    for (const auto& [number, generator] : generators_) bodies.insert(generator->body());
    return bodies;
}

namespace detail {

EventLoop* running_loop() noexcept { return the_running_loop; }

EagerStep::EagerStep(EventLoop& loop, const TaskBase& task, const std::source_location& where) noexcept
    : loop_(loop),
      task_(task),
      starter_(loop.current_task()),
      where_(where),
      outer_(std::exchange(loop.eager_step_, this)) {}
EagerStep::~EagerStep() { loop_.eager_step_ = outer_; }

}  // namespace detail

}  // namespace asyncio
