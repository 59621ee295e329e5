#include "engine/loop/event_loop.h"

#include "engine/interventions.h"
#include "engine/loop/eager_step.h"
#include "engine/loop/farewell.h"
#include "engine/loop/threads.h"
#include "engine/tasks/async_generator.h"
#include "engine/tasks/task.h"
#include "engine/threads/concurrent.h"
#include "engine/threads/threading.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace asyncio {

using loopscope::trace::ReadyReason;

namespace {

thread_local EventLoop* the_running_loop = nullptr;

// What came through the door. Any thread may cancel it until it is called; then nothing of it is to be seen.
class ThreadsafeCall final : public detail::CallbackState {
public:
    ThreadsafeCall(detail::Door::Call call, detail::ObjectKind kind)
        : CallbackState(
              std::move(call.name),
              [this, function = std::move(call.function)](const detail::FutureRef&) {
                  if (is_cancelled()) return;
                  try {
                      function();
                  } catch (...) {
                      if (is_cancelled()) handle_->cancel();  // the report says so
                      throw;
                  }
              },
              kind),
          cancelled_(std::move(call.cancelled)) {}
    bool internal_call() const noexcept override { return CallbackState::internal_call() || is_cancelled(); }
    // Of this call, which the handle holds.
    void comes_by(detail::HandleState& handle) noexcept { handle_ = &handle; }

private:
    bool is_cancelled() const noexcept { return cancelled_ && *cancelled_; }

    std::shared_ptr<std::atomic<bool>> cancelled_;
    detail::HandleState* handle_ = nullptr;
};

}  // namespace

detail::Ref<EventLoop> EventLoop::create(const LoopOptions& options) {
    return detail::Ref<EventLoop>(new EventLoop(options));
}

namespace {

// That in which, or in a thread of which, this is called; null if none.
const EventLoop* surrounding_loop() {
    if (const EventLoop* running = detail::running_loop()) return running;
    const detail::Seat* seat = detail::own_seat();
    return seat ? seat->threads()->loop() : nullptr;
}

ClockKind clock_kind(const LoopOptions& options, const EventLoop* outer) noexcept {
    if (options.clock) return *options.clock;
    return outer && outer->virtual_time() ? ClockKind::virtual_time : ClockKind::real_time;
}

}  // namespace

EventLoop::EventLoop(const LoopOptions& options)
    : EventLoop(options, clock_kind(options, surrounding_loop()), surrounding_loop()) {}

EventLoop::EventLoop(const LoopOptions& options, ClockKind clock, const EventLoop* outer)
    : LoopCore(make_clock(clock),
               std::make_shared<detail::Door>(
                   clock == ClockKind::virtual_time ? std::make_shared<detail::Threads>(*this) : nullptr),
               options.observer, outer),
      output_(options.output || !outer ? options.output : outer->output_),
      errors_(options.errors || !outer ? options.errors : outer->errors_) {
    if (options.interventions && !options.interventions->empty())
        interventions_ = std::make_unique<detail::Interventions>(*this, *options.interventions);
}

EventLoop::~EventLoop() = default;

// --- scheduling ---

Handle EventLoop::call_soon(const Callback& callback, CallOptions options, std::source_location where) {
    check_usable();
    const detail::CallSite site(observer_, where);
    auto state =
        detail::make_ref<detail::HandleState>(*this, callback, detail::HandleState::kAtOnce, options, where);
    push_ready(*state, nullptr, ReadyReason::call_soon);
    return Handle(state);
}

TimerHandle EventLoop::call_later(double delay, const Callback& callback, CallOptions options,
                                  std::source_location where) {
    const double when = when_after(delay);
    check_usable();
    return add_timer(when, callback, options, where);
}

TimerHandle EventLoop::call_at(double when, const Callback& callback, CallOptions options,
                               std::source_location where) {
    check_usable();
    if (std::isnan(when)) throw ValueError("Invalid when: NaN (not a number)");
    return add_timer(std::clamp(when, -detail::kFarthest_s, detail::kFarthest_s), callback, options, where);
}

TimerHandle EventLoop::add_timer(double when, const Callback& callback, CallOptions options,
                                 const std::source_location& where) {
    const detail::CallSite site(observer_, where);
    auto state = detail::make_ref<detail::HandleState>(*this, callback, when, options, where);
    if (observer_) observer_->timer(*state, state->id(), detail::ns_of(when), state->call_name());
    timers_.add(*state, when);
    return TimerHandle(state);
}

// --- other threads ---

ThreadsafeHandle EventLoop::hand_over(std::string name, bool internal, std::function<void()> function,
                                      CallOptions options) {
    const auto handed = std::make_shared<detail::HandedOver>(name);
    detail::Door::Call call{std::move(name), internal, std::move(function),
                            std::shared_ptr<std::atomic<bool>>(handed, &handed->cancelled),
                            options.context.resolve()};
    if (the_running_loop == this)
        schedule(std::move(call), ReadyReason::call_soon);
    else if (!door_->hand_over(std::move(call)))
        throw RuntimeError("Event loop is closed");
    return ThreadsafeHandle(handed);
}

void EventLoop::take_calls() {
    // asyncio's order: threads append to the ready queue at once, signals wait to be read from their pipe.
    // What read of the threads in the turn before has read of signals that were raised before it, too.
    std::vector<detail::Door::Call> calls = door_->take_calls();
    if (signals_.raised() && already_read_ == turn()) call_signal_handlers();
    if (!calls.empty() && signals_.empty()) already_read_ = turn() + 1;
    for (detail::Door::Call& call : calls) schedule(std::move(call), ReadyReason::thread);
    signals_.take_interrupt();
    if (signals_.raised() || !(calls.empty() || signals_.empty())) read_signals_soon();
    take_prints();
}

void EventLoop::schedule(detail::Door::Call call, ReadyReason reason) {
    check_usable();
    const auto kind = call.internal ? detail::ObjectKind::callback : detail::ObjectKind::handle;
    const Context context(call.context);
    const CallOptions options = call.context ? CallOptions{.context = context} : CallOptions{};
    const auto threadsafe = detail::make_ref<ThreadsafeCall>(std::move(call), kind);
    const auto handle = detail::make_ref<detail::HandleState>(*this, Callback(threadsafe),
                                                              detail::HandleState::kAtOnce, options);
    threadsafe->comes_by(*handle);
    push_ready(*handle, nullptr, reason);
}

void EventLoop::take_prints() {
    for (const detail::Door::Print& print : door_->take_prints()) {
        const detail::CallSite site(observer_, print.where);
        print_lines(print.line, print.thread);
    }
}

// --- running ---

void EventLoop::check_can_run() const {
    check_usable();
    if (running_) throw RuntimeError("This event loop is already running");
    if (the_running_loop) throw RuntimeError("Cannot run the event loop while another loop is running");
}

void EventLoop::run_forever() {
    check_can_run();
    struct Running {
        EventLoop& loop;
        explicit Running(EventLoop& l) : loop(l) {
            loop.running_ = true;
            the_running_loop = &loop;
            loop.clock_->advance_to(detail::seconds_of(loop.progress_->now_ns));
            if (loop.observer_) loop.observer_->loop(Observer::LoopEvent::run);
        }
        ~Running() {
            loop.running_ = loop.stopping_ = false;
            loop.current_task_ = nullptr;
            the_running_loop = nullptr;
            loop.progress_->now_ns = loop.clock_->now_ns();
            if (loop.observer_) loop.observer_->loop(Observer::LoopEvent::stop);
        }
    };
    const detail::Ref<EventLoop> self(this);
    const Running running(*this);
    run_turns();
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
    const detail::Farewell farewell;  // what goes here may have destructors of the program's
    closed_ = guarded_ = true;
    while (!ready_.empty()) {
        const detail::ReadyEntry entry = ready_.pop();
        if (entry.argument) entry.argument->release();
        entry.what->release();
    }
    timers_.clear();
    selector_->clear();
    signals_.clear();
    door_->close();
    kept_.clear();
    if (default_executor_) default_executor_->shutdown(false);
    if (observer_) observer_->loop(Observer::LoopEvent::close);
}

void EventLoop::dispose() noexcept {
    const detail::Farewell farewell;
    running_ = false;
    close();
    abandon_tasks();
    abandon_futures();
    abandon_generators();
    abandon_resources();
    observer_ = nullptr;  // it need not outlive the loop's last futures
    output_ = nullptr;
    errors_ = nullptr;
    exception_handler_ = nullptr;
    task_factory_ = nullptr;
}

// --- output ---

std::string EventLoop::repr() const {
    return "<_UnixSelectorEventLoop running=" + asyncio::repr(running_) +
           " closed=" + asyncio::repr(closed_) + " debug=" + asyncio::repr(debug_) + ">";
}

void EventLoop::print(std::string_view line, const std::source_location& where) {
    const detail::CallSite site(observer_, where);
    print_lines(line, current_task_ ? current_task_->id() : 0);
}

void EventLoop::print_lines(std::string_view text, detail::ObjectId by) {
    for (std::size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
        print_line(text.substr(0, end), by);
    print_line(text, by);
}

void EventLoop::print_line(std::string_view line, detail::ObjectId by) {
    if (observer_) observer_->printed(line, by);
    if (output_) return (*output_)(line);
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
}

void EventLoop::report(const std::string& text) const {
    if (errors_) return (*errors_)(text);
    std::fprintf(stderr, "%s\n", text.c_str());
}

EventLoop& get_running_loop() {
    if (!the_running_loop) throw RuntimeError("no running event loop");
    return *the_running_loop;
}

EventLoop& get_event_loop() {
    if (the_running_loop) return *the_running_loop;
    throw RuntimeError("There is no current event loop in thread " +
                       repr(threading::current_thread().name()) + ".");
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
