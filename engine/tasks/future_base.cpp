#include "engine/tasks/future_base.h"

#include "engine/loop/event_loop.h"
#include "engine/tasks/task.h"

#include <algorithm>

namespace asyncio {

using loopscope::trace::ReadyReason;
using loopscope::trace::WarningKind;

namespace {
// Rare, and apart, so that what is usual is short.
[[gnu::noinline]] void add_one_more(detail::CallbackList& callbacks, detail::Runnable& callback) {
    callbacks.add(callback);
}
}  // namespace

// Python's __del__: an exception that nobody looked at is reported when the future goes, not before.
void FutureBase::destroy() noexcept {
    if (flag(kLogTraceback) && failed()) {
        set_flag(kLogTraceback, false);
        refs_ = 1;
        ExceptionContext context{.message = std::string(never_retrieved_message()), .exception = error_};
        context.future = detail::FutureRef(this);
        if (Observer* observer = loop_->observer())
            observer->warning(WarningKind::never_retrieved, detail::portable_repr(error_), id());
        try {
            loop_->call_exception_handler(context);
        } catch (...) {  // nowhere to go: Python prints it and goes on, too
        }
        context = {};
        if (--refs_ != 0) return;
    }
    delete this;
}

std::string_view FutureBase::never_retrieved_message() const noexcept {
    return "Future exception was never retrieved";
}

void detail::throw_no_future() {
    throw AttributeError("this Future is None: loop.create_future() makes one");
}

FutureBase::CancelReport::CancelReport(const FutureBase& target, const CancelMessage& message)
    : target_(target) {
    if (Observer* observer = target.loop_->observer())
        observer->cancel(target, target.loop_->current_task(), message, target.done());
}

FutureBase::CancelReport::~CancelReport() {
    if (Observer* observer = target_.loop_->observer()) observer->cancel_end(target_);
}

bool FutureBase::cancel(const CancelMessage& message) {
    const CancelReport report(*this, message);
    set_flag(kLogTraceback, false);
    if (done()) return false;
    become_cancelled(message);
    if (Observer* observer = loop_->observer()) observer->resolved(*this);
    schedule_callbacks();
    return true;
}

bool FutureBase::cancel_from(const std::source_location& where, const CancelMessage& message) {
    const detail::CallSite site(loop_->observer(), where);
    return cancel(message);
}

std::exception_ptr FutureBase::exception() {
    if (cancelled()) std::rethrow_exception(make_cancelled_error());
    if (!done()) throw InvalidStateError("Exception is not set.");
    mark_retrieved();
    return error_;
}

void FutureBase::check_result() {
    if (state() == State::finished && !error_) return;
    if (!done()) throw InvalidStateError("Result is not set.");
    std::rethrow_exception(take_failure());
}

void FutureBase::set_exception(std::exception_ptr error, const std::source_location& where) {
    if (is_task()) throw RuntimeError("Task does not support set_exception operation");
    if (done()) throw InvalidStateError("invalid state");
    if (detail::is_instance<StopIteration>(error)) {
        RuntimeError instead(
            "StopIteration interacts badly with generators and cannot be raised into a Future");
        instead.set_cause(std::move(error));
        error = std::make_exception_ptr(std::move(instead));
    }
    become_failed(std::move(error));
    if (Observer* observer = loop_->observer()) {
        const detail::CallSite site(observer, where);
        observer->resolved(*this);
    }
    schedule_callbacks();
}

void FutureBase::finish_with_result(const std::source_location& where) {
    state_ = static_cast<std::uint8_t>(State::finished);
    if (Observer* observer = loop_->observer()) {
        const detail::CallSite site(observer, where);
        observer->resolved(*this);
    }
    schedule_callbacks();
}

void FutureBase::add_awaited_by(FutureBase& waiter) {
    auto& waiters = rare().declared_waiters;
    const detail::FutureRef held(&waiter);
    if (std::find(waiters.begin(), waiters.end(), held) == waiters.end()) waiters.push_back(held);
}

void FutureBase::discard_awaited_by(const FutureBase& waiter) noexcept {
    if (rare_)
        std::erase_if(rare_->declared_waiters, [&](const auto& each) { return each.get() == &waiter; });
}

const std::vector<detail::FutureRef>& FutureBase::declared_waiters() const noexcept {
    static const std::vector<detail::FutureRef> none;
    return rare_ ? rare_->declared_waiters : none;
}

std::string FutureBase::missing() const {
    return flag(kInternalObject) ? "a connection or a thread of which nothing comes any more"
                                 : "a future that nobody can resolve any more";
}

void FutureBase::mark_retrieved() noexcept {
    if (!flag(kLogTraceback)) return;
    set_flag(kLogTraceback, false);
    if (Observer* observer = loop_->observer()) observer->retrieved(*this);
}

void FutureBase::set_cancel_message(const CancelMessage& message) {
    if (message || rare_) rare().cancel_message = message;
}

CancelMessage FutureBase::cancel_message() const { return rare_ ? rare_->cancel_message : CancelMessage(); }

void FutureBase::become_cancelled(const CancelMessage& message) {
    state_ = static_cast<std::uint8_t>(State::cancelled);
    set_cancel_message(message);
}

void FutureBase::become_failed(std::exception_ptr error) {
    state_ = static_cast<std::uint8_t>(State::finished);
    error_ = std::move(error);
    set_flag(kLogTraceback, true);
}

// The first to ask for a cancelled task's error gets the very CancelledError that ended it; later ones get
// new ones.
std::exception_ptr FutureBase::make_cancelled_error() {
    if (error_) return std::exchange(error_, nullptr);
    return std::make_exception_ptr(CancelledError(cancel_message()));
}

std::exception_ptr FutureBase::take_failure() {
    if (cancelled()) return make_cancelled_error();
    mark_retrieved();
    return error_;
}

void FutureBase::add_callback(detail::Runnable& runnable, bool silent) {
    if (runnable.id() == 0) runnable.announce(*loop_);
    if (done()) return loop_->push_ready(runnable, this, ReadyReason::done_callback);
    if (Observer* observer = silent ? nullptr : loop_->observer()) observer->callback_added(*this, runnable);
    if (!first_callback_) {
        runnable.retain();
        first_callback_ = &runnable;
        return;
    }
    add_one_more(rare().more_callbacks, runnable);
}

std::size_t FutureBase::remove_callback(const detail::Runnable& runnable, bool silent) {
    // By number: what wraps a callback to run it in a context has the callback's.
    const detail::ObjectId id = runnable.id();
    std::size_t removed = rare_ ? rare_->more_callbacks.remove(id) : 0;
    while (first_callback_ && first_callback_->id() == id) {
        ++removed;
        detail::Ref<detail::Runnable> next;
        if (rare_) next = rare_->more_callbacks.take_first();
        std::exchange(first_callback_, next.detach())->release();
    }
    if (Observer* observer = removed && !silent ? loop_->observer() : nullptr)
        observer->callback_removed(*this, runnable);
    return removed;
}

std::size_t FutureBase::remove_callback(const detail::FunctionIdentity& function) {
    std::vector<detail::Ref<detail::Runnable>> found;
    for_each_callback([&](detail::Runnable& each) {
        if (each.calls(function)) found.emplace_back(&each);
    });
    std::size_t removed = 0;
    for (const auto& each : found) removed += remove_callback(*each);
    return removed;
}

std::vector<detail::Runnable*> FutureBase::callbacks() const {
    std::vector<detail::Runnable*> all;
    for_each_callback([&](detail::Runnable& each) { all.push_back(&each); });
    return all;
}

void FutureBase::schedule_callbacks() {
    if (!first_callback_) return;
    // As in asyncio it is gone also if debug mode refuses to schedule it.
    schedule(*std::exchange(first_callback_, nullptr));
    if (rare_) schedule_more_callbacks();
}

void FutureBase::schedule_more_callbacks() {
    for (auto& callback : rare_->more_callbacks.take_all())
        if (callback) schedule(*callback.detach());
}

inline void FutureBase::schedule(detail::Runnable& callback) {
    loop_->push_held(
        callback, this,
        callback.kind() == detail::ObjectKind::task ? ReadyReason::woken : ReadyReason::done_callback);
}

namespace detail {

void announce_future(FutureBase& future, std::string_view name, std::uint32_t number,
                     const std::source_location* where) {
    EventLoop& loop = future.get_loop();
    const bool internal = !name.empty();
    if (internal) future.mark_internal();
    if (loop.get_debug() && where) future.note_creation(*where);
    if (Observer* observer = loop.observer())
        observer->created(future, {.name = name, .value = number, .internal = internal, .where = where});
}

}  // namespace detail
}  // namespace asyncio
