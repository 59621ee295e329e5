#include "engine/tasks/task.h"

#include "engine/introspection/gc.h"
#include "engine/loop/eager_step.h"
#include "engine/loop/farewell.h"

#include <string_view>

namespace asyncio {

using loopscope::trace::ReadyReason;
using loopscope::trace::WarningKind;

TaskBase::TaskBase(EventLoop& loop, detail::PromiseBase& root)
    : FutureBase(loop, detail::ObjectKind::task), innermost_(&root) {
    root.task = this;
    set_flag(kLogDestroyPending, true);
    loop.pending_tasks().add(*this);
}

void TaskBase::start(const TaskOptions& options, bool internal, const std::source_location& where) {
    set_flag(kInternalObject, internal);
    // asyncio 3.12+: a name of its own uses up no number.
    if (!options.name.data())
        number_ = loop_->next_task_number() & 0x7fffffffu;
    else
        rare().name.emplace(options.name);
    if (detail::ContextHandle context = options.context.resolve()) keep_context(std::move(context));
    if (loop_->get_debug()) note_creation(where);
    if (Observer* observer = loop_->observer())
        observer->created(*this,
                          {.name = options.name, .value = number_, .internal = internal, .where = &where});
    if (!options.eager_start.value_or(false) || !loop_->is_running())
        return loop_->push_ready(*this, nullptr, ReadyReason::created);
    const detail::EagerStep eager(*loop_, *this, where);
    set_flag(kEagerStep, true);
    run(nullptr);
    set_flag(kEagerStep, false);
    if (done()) function_ = nullptr;  // as in CPython: it has no coroutine then
}

TaskBase::~TaskBase() {
    if (!done() && innermost_) loop_->pending_tasks().remove(*this);
    destroy_frame();
}

void TaskBase::destroy() noexcept {
    if (!done() && innermost_) {
        refs_ = 1;
        destroy_pending();
        if (--refs_ != 0) return;
    }
    FutureBase::destroy();
}

void TaskBase::destroy_pending() noexcept {
    const detail::Farewell farewell;
    loop_->pending_tasks().remove(*this);
    if (flag(kLogDestroyPending)) {
        if (Observer* observer = loop_->observer())
            observer->warning(WarningKind::destroyed_pending,
                              "task " + name() + " was destroyed before it was done", id());
        try {
            loop_->call_exception_handler(
                {.message = "Task was destroyed but it is pending!", .task = detail::FutureRef(this)});
        } catch (...) {}
    }
    destroy_frame();
    if (detail::ledger) [[unlikely]]
        detail::ledger->forget_told(id());
    awaited_ = nullptr;
    drop_callbacks();
}

// From the innermost coroutine outwards: each is gone before the one that awaits it, and deep chains cost no
// stack.
void TaskBase::destroy_frame() noexcept {
    for (detail::PromiseBase* frame = std::exchange(innermost_, nullptr); frame;) {
        detail::PromiseBase* const caller = frame->caller;
        if (caller) *frame->holder = nullptr;
        frame->handle().destroy();
        frame = caller;
    }
}

std::string_view TaskBase::never_retrieved_message() const noexcept {
    return "Task exception was never retrieved";
}

std::string TaskBase::name() const {
    return rare_ && rare_->name ? *rare_->name : "Task-" + std::to_string(number_);
}

void TaskBase::set_name(std::string name) {
    rare().name = std::move(name);
    if (Observer* observer = loop_->observer()) observer->renamed(*this, *rare().name);
}

bool TaskBase::begin_cancel(const CancelMessage& message) {
    if (flag(kInCancel))
        throw RecursionError("cancel(): task " + name() + " waits, by way of others, for itself");
    if (Observer* observer = loop_->observer())
        observer->cancel(*this, loop_->current_task(), message, done());
    set_flag(kLogTraceback, false);
    set_flag(kInCancel, true);
    if (done()) {
        end_cancel();
        return false;
    }
    ++cancelling_;
    return true;
}

void TaskBase::end_cancel() noexcept {
    set_flag(kInCancel, false);
    if (Observer* observer = loop_->observer()) observer->cancel_end(*this);
}

// Cancelling a task cancels the task that it awaits, and so on: a loop, as such a chain may be long.
bool TaskBase::cancel(const CancelMessage& message) {
    if (!begin_cancel(message)) return false;
    std::vector<detail::Ref<TaskBase>> chain{detail::Ref<TaskBase>(this)};
    bool passed_on = false;
    std::exception_ptr error;
    try {
        while (const detail::FutureRef awaited = chain.back()->awaited_) {
            if (!awaited->is_task()) {
                passed_on = awaited->cancel(message);
                break;
            }
            auto& next = static_cast<TaskBase&>(*awaited);
            if (!next.begin_cancel(message)) break;
            chain.emplace_back(&next);
        }
    } catch (...) {
        error = std::current_exception();
    }
    for (; !chain.empty(); chain.pop_back()) {
        TaskBase& task = *chain.back();
        if (!passed_on && !error) {
            task.set_flag(kMustCancel, true);
            task.set_cancel_message(message);
        }
        passed_on = true;
        task.end_cancel();
    }
    if (error) std::rethrow_exception(error);
    return true;
}

int TaskBase::uncancel() {
    if (cancelling_ > 0 && --cancelling_ == 0) set_flag(kMustCancel, false);
    if (Observer* observer = loop_->observer()) observer->uncancel(*this);
    return cancelling_;
}

void TaskBase::throw_at_next_step(std::exception_ptr error) {
    error_ = std::move(error);
    loop_->push_ready(*this, nullptr, ReadyReason::woken);
}

// Until the task is done, error_ is what its next step throws.
void TaskBase::prepare_throw(FutureBase* woken_by) {
    if (woken_by && (woken_by->cancelled() || woken_by->failed())) error_ = woken_by->take_failure();
    if (flag(kMustCancel)) {
        if (!detail::is_cancelled_error(error_))
            error_ = std::make_exception_ptr(CancelledError(cancel_message()));
        set_flag(kMustCancel, false);
    }
    if (!error_ || !detail::is_cancelled_error(error_)) return;
    cancel_thrown_ = 1;
    if (loop_->observer()) rare().thrown_at = place();
}

// Which awaits it is in, from the outermost to the innermost: another number for other ones.
std::size_t TaskBase::place() const noexcept {
    std::size_t all = 0;
    for (const detail::PromiseBase* frame = innermost_; frame; frame = frame->caller)
        all = all * 1'000'003 + reinterpret_cast<std::uintptr_t>(detail::place_key(frame->where));
    return all;
}

namespace {

// Is it in what of asyncio waits again by itself, and passes on later what was thrown into it meanwhile?
bool keeps_cancellation(const detail::PromiseBase* frame) {
    constexpr std::string_view kThese[] = {"ConditionState::wait", "TaskGroupState::leave", "staggered_race"};
    for (; frame; frame = frame->caller) {
        if (!detail::is_engine_file(frame->where.file_name())) continue;
        const std::string_view function = frame->where.function_name();
        for (const std::string_view name : kThese)
            if (function.find(name) != std::string_view::npos) return true;
    }
    return false;
}

}  // namespace

// Cleaning up, it may wait; where CancelledError was thrown it comes again only if somebody caught it and
// went on.
void TaskBase::warn_if_swallowed() {
    Observer* observer = loop_->observer();
    if (!observer || cancelling_ == 0 || !rare_ || rare_->thrown_at != place()) return;
    if (keeps_cancellation(innermost_)) return;
    cancel_thrown_ = 0;  // once is enough
    observer->warning(WarningKind::swallowed_cancellation,
                      "CancelledError was thrown into it here, and here it waits again", id());
}

void TaskBase::run(FutureBase* woken_by) {
    if (done() || !innermost_) return;
    awaited_ = nullptr;
    if ((woken_by && !woken_by->succeeded()) || flag(kMustCancel)) prepare_throw(woken_by);
    const detail::ContextScope scope(context(), this);
    Observer* observer = loop_->observer();
    if (observer) observer->step(*this, woken_by, error_);
    TaskBase* const outer = loop_->current_task();
    loop_->enter_task(this);
    if (!flag(kStarted)) {
        set_flag(kStarted, true);
        if (observer) observer->entered(*this, *innermost_);
        // Cancelled before its first step: the body never begins.
        if (error_ && !throws_into_start_) {
            innermost_->error = std::exchange(error_, nullptr);
            body_done_ = true;
        }
    }
    if (!body_done_) resume();
    loop_->enter_task(outer);
    if (body_done_)
        finish();
    else
        suspended();
}

// The only place that resumes a coroutine. It comes back when the innermost one suspends, calls another or
// returns.
void TaskBase::resume() {
    do {
        resume_again_ = false;
        innermost_->handle().resume();
    } while (resume_again_);
}

void TaskBase::suspended() {
    if (detail::ledger) [[unlikely]]
        detail::report_frames(*this);
    Observer* observer = loop_->observer();
    if (!awaited_) {
        if (observer) observer->yielded(*this);
        if (cancel_thrown_) [[unlikely]]
            warn_if_swallowed();
        return loop_->push_yielded(*this);
    }
    if (&awaited_->get_loop() != loop_) [[unlikely]]
        return refuse_foreign(std::exchange(awaited_, {}));
    if (awaited_.get() == this) [[unlikely]]
        return refuse_itself();
    if (observer) observer->awaiting(*this, *awaited_);
    if (cancel_thrown_) [[unlikely]]
        warn_if_swallowed();
    awaited_->add_callback(*this, true);
    if (flag(kMustCancel)) [[unlikely]] {
        const detail::FutureRef awaited = awaited_;
        if (awaited->cancel(cancel_message())) set_flag(kMustCancel, false);
    }
}

// Its observer hears of a mere yield if it knows nothing of the other loop's future.
void TaskBase::refuse_foreign(const detail::FutureRef& awaited) {
    if (!awaited->mark_refused()) return refuse_again();
    auto error = std::make_exception_ptr(
        RuntimeError("Task " + repr() + " got Future " + awaited->repr() + " attached to a different loop"));
    Observer* observer = loop_->observer();
    const detail::Guest* guest = awaited->get_loop().guest();
    if (!guest || !guest->is_known_to(*loop_, *awaited)) {
        error_ = std::move(error);
        if (observer) observer->yielded(*this);
        return loop_->push_yielded(*this);
    }
    if (observer) observer->awaiting(*this, *awaited);
    throw_at_next_step(std::move(error));
}

void TaskBase::refuse_itself() {
    awaited_ = nullptr;
    if (!mark_refused()) return refuse_again();
    if (Observer* observer = loop_->observer()) observer->awaiting(*this, *this);
    throw_at_next_step(std::make_exception_ptr(RuntimeError("Task cannot await on itself: " + repr())));
}

// The step goes on: CPython's future refuses, not the task.
void TaskBase::refuse_again() {
    error_ = std::make_exception_ptr(RuntimeError("await wasn't used with future"));
    TaskBase* const outer = loop_->current_task();
    loop_->enter_task(this);
    resume();
    loop_->enter_task(outer);
    if (body_done_)
        finish();
    else
        suspended();
}

void TaskBase::finish() {
    Observer* observer = loop_->observer();
    std::exception_ptr error = std::move(innermost_->error);
    error_ = nullptr;
    loop_->pending_tasks().remove(*this);
    function_ = innermost_->where.function_name();
    if (!error) {
        try {
            take_result(*innermost_);
        } catch (...) {  // by moving it
            error = std::current_exception();
        }
    }
    if (error && detail::is_cancelled_error(error)) {
        become_cancelled({});
        error_ = error;
    } else if (error) {
        become_failed(error);
    }
    destroy_frame();
    if (detail::ledger) [[unlikely]]
        detail::report_frames(*this);
    if (!error) {
        if (flag(kMustCancel)) {  // it cancelled itself and returned: the value is lost
            set_flag(kMustCancel, false);
            if (observer) observer->returned_but_cancelled(*this, result_repr());
            become_cancelled(cancel_message());
            return schedule_callbacks();
        }
        state_ = static_cast<std::uint8_t>(State::finished);
    }
    if (observer) {
        observer->task_done(*this);
        if (!error && cancel_thrown_ && cancelling_ > 0)
            observer->warning(WarningKind::swallowed_cancellation,
                              "CancelledError was thrown into it, and it returned as if nothing had happened",
                              id());
    }
    schedule_callbacks();
    if (detail::leaves_the_loop(error)) std::rethrow_exception(error);
}

AnyTask current_task() { return current_task(get_running_loop()); }

AnyTask current_task(const EventLoop& loop) {
    TaskBase* task = loop.current_task();
    return task ? AnyTask(detail::Ref<TaskBase>(task)) : AnyTask();
}

FutureList<AnyTask> all_tasks() { return all_tasks(get_running_loop()); }

FutureList<AnyTask> all_tasks(const EventLoop& loop) {
    FutureList<AnyTask> tasks;
    for (TaskBase& task : loop.pending_tasks()) tasks.emplace_back(detail::Ref<TaskBase>(&task));
    return tasks;
}

namespace detail {

void warn_never_awaited(const std::string& what, const std::source_location& where) noexcept {
    EventLoop* loop = running_loop();
    Observer* observer = loop ? loop->observer() : nullptr;
    const std::string text = what + " was never awaited";
    const CallSite site(observer, where);
    if (observer)
        observer->warning(WarningKind::never_awaited, text, 0);
    else
        std::fprintf(stderr, "%s:%u: RuntimeWarning: %s\n", where.file_name(), where.line(), text.c_str());
}

void warn_never_awaited(const PromiseBase& promise) noexcept {
    warn_never_awaited("coroutine '" + function_name(promise.where) + "'", promise.where);
}

std::exception_ptr current_error_of(const char* what) noexcept {
    std::exception_ptr error = in_its_class(std::current_exception());
    if (!is_instance<StopIteration>(error)) return error;
    RuntimeError raised(std::string(what) + " raised StopIteration");
    raised.set_cause(std::move(error));
    return std::make_exception_ptr(std::move(raised));
}

std::exception_ptr missing_result(const PromiseBase& promise) noexcept {
    return std::make_exception_ptr(
        RuntimeError("coroutine '" + function_name(promise.where) + "' came to its end without a co_return"));
}

void throw_reused_coroutine() { throw RuntimeError("cannot reuse already awaited coroutine"); }
void throw_awaited_coroutine() { throw RuntimeError("coroutine is being awaited already"); }

}  // namespace detail
}  // namespace asyncio
