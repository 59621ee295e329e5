#include "engine/recorder.h"

#include "engine/base/stable_text.h"
#include "engine/tasks/task.h"

#include <cstring>

namespace asyncio {

using namespace loopscope::trace;
using detail::SourcePlaces;
using EK = EventKind;

namespace {

ObjectId id_of(const detail::Object* object) { return object ? object->id() : 0; }

constexpr std::size_t kLongestRepr = 1000;  // characters; as those of the Python recorder

// A result or an exception may be as large as memory.
std::string shortened(std::string repr) {
    if (repr.size() <= kLongestRepr) return repr;
    if (detail::has_places(repr)) repr = detail::stable_text(repr);
    std::size_t characters = 0;
    for (std::size_t i = 0; i < repr.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(repr[i]) & 0xc0U) != 0x80U;
        if (begins && characters++ == kLongestRepr) return repr.substr(0, i) + "\u2026";
    }
    return repr;
}

// What most results are: told without a call.
bool is_none(std::string_view repr) { return repr.size() == 4 && std::memcmp(repr.data(), "None", 4) == 0; }

}  // namespace

Recorder::Recorder(SourceText source_text) : places_(recording_, std::move(source_text)) {
    recording_.header.producer = "loopscope engine";
    recording_.header.language = "c++";
}

Recording& Recorder::recording() noexcept {
    if (ended_)
        tape_ = {};
    else
        tape_.move_to(recording_.events);
    return recording_;
}

Recording Recorder::take() {
    recording().complete = true;
    return std::move(recording_);
}

// --- texts ---

StringId Recorder::text_of(std::string_view text) {
    return detail::has_places(text) ? recording_.intern(detail::stable_text(text)) : recording_.intern(text);
}

StringId Recorder::text_of(const std::exception_ptr& error) {
    if (!error) return 0;
    if (const CancelledError* cancelled = detail::as_cancelled_error(error))
        return recording_.intern(shortened(cancelled->repr()));
    return text_of(shortened(detail::portable_repr(error)));
}

StringId Recorder::message_text(const CancelMessage& message) {
    return message ? text_of(message.is_text() ? (*message).text : (*message).shown) : 0;
}

StringId Recorder::outcome_of(const FutureBase& future) {
    if (future.failed()) return text_of(future.stored_error());
    if (future.cancelled()) return message_text(future.cancel_message());
    const std::string result = future.result_repr();
    if (!is_none(result)) return text_of(shortened(result));
    if (none_ == 0) none_ = recording_.intern(result);
    return none_;
}

// --- the loop ---

void Recorder::loop(LoopEvent event) noexcept {
    const EK kinds[] = {EK::loop_run, EK::loop_stop, EK::loop_close};
    append({.kind = kinds[static_cast<int>(event)]});
}

void Recorder::select(std::int64_t timeout_ns) noexcept {
    append({.kind = EK::select, .value = timeout_ns});
    if (on_wait_) on_wait_(recording());
}

void Recorder::turn(std::uint32_t number, std::int64_t now_ns) noexcept {
    append({.kind = EK::turn, .a = number, .value = now_ns});
}

void Recorder::clock(std::int64_t now_ns, const std::source_location& where) noexcept {
    append({.kind = EK::clock, .loc = places_.at(where).location, .value = now_ns});
}

// --- objects ---

void Recorder::created(const Object& object, const Creation& creation) noexcept {
    const SourcePlaces::Place* place = creation.where ? &places_.at(*creation.where) : nullptr;
    // The program's own locks, queues and so on have no names: they are numbered.
    const bool counts = is_primitive(object.kind()) && !creation.internal;
    append({.kind = EK::create,
            .flags = creation.internal ? kInternal : std::uint8_t{0},
            .a = object.id(),
            .b = creation.parent,
            .c = static_cast<std::uint32_t>(object.kind()),
            .text = counts ? recording_.intern(numbered(creation.name)) : recording_.intern(creation.name),
            .loc = place && !place->engine ? place->location : current_line(),
            .value = creation.value});
}

std::string Recorder::numbered(std::string_view name) {
    std::uint32_t& number = numbers_.try_emplace(std::string(name)).first->second;
    return std::string(name) + " " + std::to_string(++number);
}

void Recorder::renamed(const Object& object, std::string_view name) noexcept {
    append({.kind = EK::rename, .a = object.id(), .text = recording_.intern(name)});
}

void Recorder::dropped(const Object& object) noexcept { append({.kind = EK::drop, .a = object.id()}); }

void Recorder::linked(const Object& holder, const Object& held, std::string_view role) noexcept {
    append({.kind = EK::link, .a = holder.id(), .b = held.id(), .text = recording_.intern(role)});
}

void Recorder::unlinked(const Object& holder, const Object& held) noexcept {
    append({.kind = EK::unlink, .a = holder.id(), .b = held.id()});
}

void Recorder::frame_holds(const TaskBase& task, ObjectId held, bool holds) noexcept {
    append({.kind = holds ? EK::link : EK::unlink,
            .a = task.id(),
            .b = held,
            .text = recording_.intern("frame")});
}

void Recorder::collecting(const TaskBase* by) noexcept {
    append({.kind = EK::collect, .a = by ? by->id() : 0, .loc = current_line()});
}

void Recorder::collected(std::size_t tasks) noexcept {
    append({.kind = EK::collect_end, .value = static_cast<std::int64_t>(tasks)});
}

// --- the ready queue, steps and calls ---

void Recorder::ready(const Object& what, const FutureBase* why, ReadyReason reason) noexcept {
    append({.kind = EK::ready, .flags = static_cast<std::uint8_t>(reason), .a = what.id(), .b = id_of(why)});
}

void Recorder::skipped(const Object& what) noexcept { append({.kind = EK::skip, .a = what.id()}); }

void Recorder::step(const TaskBase& task, const FutureBase* woken_by,
                    const std::exception_ptr& thrown) noexcept {
    raised_.step(thrown);
    append({.kind = EK::step,
            .flags = task.in_eager_step() ? kEager : std::uint8_t{0},
            .a = task.id(),
            .b = id_of(woken_by),
            .text = text_of(thrown)});
}

void Recorder::yielded(const TaskBase& task) noexcept {
    append({.kind = EK::yield, .a = task.id(), .loc = places_.line_of(task.innermost())});
}

void Recorder::awaiting(const TaskBase& task, const FutureBase& future) noexcept {
    append({.kind = EK::await, .a = task.id(), .b = future.id(), .loc = places_.line_of(task.innermost())});
}

void Recorder::task_done(const TaskBase& task) noexcept {
    const EK kind = task.cancelled() ? EK::task_cancelled : task.failed() ? EK::task_raise : EK::task_return;
    const LocationId line = task.failed() ? places_.at(raised_.of(task)).location : 0;
    append({.kind = kind, .a = task.id(), .text = outcome_of(task), .loc = line});
}

void Recorder::returned_but_cancelled(const TaskBase& task, std::string_view result) noexcept {
    append({.kind = EK::task_return,
            .flags = kButCancelled,
            .a = task.id(),
            .text = text_of(shortened(std::string(result)))});
}

bool Recorder::shows(const detail::PromiseBase& coroutine) {
    if (!coroutine.caller) return true;
    return !places_.at(coroutine.where).engine && !places_.at(coroutine.caller->where).async_with;
}

void Recorder::entered(const TaskBase& task, const detail::PromiseBase& coroutine) noexcept {
    if (!shows(coroutine)) return;
    // Before its first await, `where` is the function itself.
    const StringId name = places_.at(coroutine.where).name;
    const LocationId line = places_.line_of(coroutine.caller);
    if (!coroutine.arguments.empty())
        append(with_arguments({.kind = EK::enter, .a = task.id(), .text = name, .loc = line}, coroutine));
    else
        append({.kind = EK::enter, .a = task.id(), .text = name, .loc = line});
}

// Most have one number: told without a text of its own.
loopscope::trace::Event Recorder::with_arguments(Event enter, const detail::PromiseBase& coroutine) {
    const detail::CallArguments& arguments = coroutine.arguments;
    if (const auto whole = arguments.only_whole_number(&coroutine)) {
        enter.flags = kWholeNumber;
        enter.value = *whole;
    } else if (const auto billionths = arguments.only_billionths(&coroutine)) {
        enter.flags = kBillionths;
        enter.value = *billionths;
    } else {
        enter.value = text_of(arguments.text(&coroutine));
    }
    return enter;
}

void Recorder::left(const TaskBase& task, const detail::PromiseBase& coroutine) noexcept {
    if (coroutine.error) raised_.left(coroutine);
    if (!shows(coroutine)) return;
    append({.kind = EK::leave,
            .flags = coroutine.error ? kByRaise : std::uint8_t{0},
            .a = task.id(),
            .text = text_of(coroutine.error)});
}

void Recorder::call(const Object& what, const FutureBase* argument, std::string_view name,
                    bool internal) noexcept {
    append({.kind = EK::call,
            .flags = internal ? kInternal : std::uint8_t{0},
            .a = what.id(),
            .b = id_of(argument),
            .text = recording_.intern(name)});
}

void Recorder::call_end(const Object& what, const std::exception_ptr& raised) noexcept {
    append({.kind = EK::call_end, .a = what.id(), .text = text_of(raised)});
}

// --- futures and cancellation ---

void Recorder::resolved(const FutureBase& future) noexcept {
    using End = loopscope::trace::Outcome;
    const End outcome = future.cancelled() ? End::cancelled : future.failed() ? End::exception : End::result;
    append({.kind = EK::resolve,
            .flags = static_cast<std::uint8_t>(outcome),
            .a = future.id(),
            .text = outcome_of(future),
            .loc = current_line()});
}

void Recorder::callback_added(const FutureBase& future, const Object& callback) noexcept {
    append({.kind = EK::add_callback, .a = future.id(), .b = callback.id()});
}

void Recorder::callback_removed(const FutureBase& future, const Object& callback) noexcept {
    append({.kind = EK::remove_callback, .a = future.id(), .b = callback.id()});
}

void Recorder::retrieved(const FutureBase& future) noexcept {
    append({.kind = EK::retrieve, .a = future.id()});
}

void Recorder::cancel(const FutureBase& target, const TaskBase* by, const CancelMessage& message,
                      bool already_done) noexcept {
    append({.kind = EK::cancel,
            .flags = already_done ? kAlreadyDone : std::uint8_t{0},
            .a = target.id(),
            .b = id_of(by),
            .c = !message            ? 0u
                 : message.is_text() ? kHasMessage
                                     : kHasMessage | kNoText,
            .text = message_text(message),
            .loc = current_line()});
}

void Recorder::cancel_end(const FutureBase& target) noexcept {
    const TaskBase* task = target.is_task() ? static_cast<const TaskBase*>(&target) : nullptr;
    append({.kind = EK::cancel_end,
            .flags = task && task->must_cancel() ? kThrowAtNextStep : std::uint8_t{0},
            .a = target.id(),
            .value = task ? task->cancelling() : 0});
}

void Recorder::uncancel(const TaskBase& task) noexcept {
    append({.kind = EK::uncancel,
            .flags = task.must_cancel() ? kThrowAtNextStep : std::uint8_t{0},
            .a = task.id(),
            .loc = current_line(),
            .value = task.cancelling()});
}

// --- locks, queues and so on ---

void Recorder::state(const Object& primitive, const TaskBase* owner, std::string_view state,
                     std::int64_t value) noexcept {
    append({.kind = EK::state,
            .a = primitive.id(),
            .b = id_of(owner),
            .text = recording_.intern(state),
            .loc = current_line(),
            .value = value});
}

void Recorder::queue_put(const Object& queue, std::string_view item) noexcept {
    append({.kind = EK::queue_put,
            .a = queue.id(),
            .text = text_of(shortened(std::string(item))),
            .loc = current_line()});
}

void Recorder::queue_get(const Object& queue, std::string_view item, QueueEnd end) noexcept {
    append({.kind = EK::queue_get,
            .flags = static_cast<std::uint8_t>(end),
            .a = queue.id(),
            .text = text_of(shortened(std::string(item))),
            .loc = current_line()});
}

// --- timers and the selector ---

void Recorder::timer(const Object& timer, ObjectId owner, std::int64_t deadline_ns,
                     std::string_view name) noexcept {
    append({.kind = EK::timer,
            .a = timer.id(),
            .b = owner,
            .text = recording_.intern(name),
            .loc = current_line(),
            .value = deadline_ns});
}

void Recorder::timer_cancelled(const Object& timer) noexcept {
    append({.kind = EK::timer_cancel, .a = timer.id()});
}

void Recorder::watch(const Object& object, Direction direction) noexcept {
    append({.kind = EK::watch, .flags = direction, .a = object.id()});
}

void Recorder::unwatch(const Object& object, Direction direction) noexcept {
    append({.kind = EK::unwatch, .flags = direction, .a = object.id()});
}

// --- threads, output, errors ---

void Recorder::thread_runs(const Object& thread) noexcept {
    append({.kind = EK::thread_run, .a = thread.id()});
}

void Recorder::thread_waits(const Object& thread, std::int64_t until_ns) noexcept {
    append({.kind = EK::thread_wait, .a = thread.id(), .value = until_ns});
}

void Recorder::process_exited(const Object& process, int returncode) noexcept {
    append({.kind = EK::process_exit, .a = process.id(), .value = returncode});
}

void Recorder::intervened(const Intervention& intervention, ObjectId on, std::string_view text,
                          bool done) noexcept {
    append({.kind = EK::intervene,
            .flags = static_cast<std::uint8_t>(intervention.kind),
            .a = intervention.object,
            .b = on,
            .c = done ? 0 : kNotDone,
            .text = recording_.intern(text),
            .value = intervention.amount});
}

void Recorder::printed(std::string_view line, ObjectId by) noexcept {
    append({.kind = EK::print, .a = by, .text = text_of(line), .loc = current_line()});
}

void Recorder::error(const ExceptionContext& context) noexcept {
    std::string text = context.message;
    if (context.exception) text += ": " + detail::portable_repr(context.exception);
    const AnyFuture& about = context.task ? context.task : context.future;
    append({.kind = EK::error, .a = id_of(about.state().get()), .text = text_of(text)});
}

void Recorder::warning(WarningKind kind, std::string_view message, ObjectId about) noexcept {
    const auto line = kind == WarningKind::never_awaited ? current_line() : 0;
    append({.kind = EK::warning, .a = about, .text = text_of(warning_text(kind, message)), .loc = line});
    if (!ended_ && kind == WarningKind::waits_for_ever) {
        recording();
        ended_ = true;
    }
}

}  // namespace asyncio
