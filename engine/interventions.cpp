#include "engine/interventions.h"

#include "engine/loop/event_loop.h"
#include "engine/tasks/task.h"

#include <algorithm>

namespace asyncio::detail {

using loopscope::trace::InterventionKind;
using loopscope::trace::ReadyReason;

namespace {

std::exception_ptr failure_named(std::string_view name) {
    if (name == "TimeoutError") return std::make_exception_ptr(TimeoutError());
    if (name == "ValueError") return std::make_exception_ptr(ValueError());
    if (name == "ConnectionResetError") return std::make_exception_ptr(ConnectionResetError());
    if (name == "BrokenPipeError") return std::make_exception_ptr(BrokenPipeError());
    if (name == "OSError") return std::make_exception_ptr(OSError());
    if (name == "KeyError") return std::make_exception_ptr(KeyError());
    if (name == "EOFError") return std::make_exception_ptr(EOFError());
    return std::make_exception_ptr(RuntimeError());
}

Callback internal_callback(std::string name, std::function<void(const FutureRef&)> function) {
    return Callback(make_ref<CallbackState>(std::move(name), std::move(function), ObjectKind::callback));
}

// What the chain of awaits that begins with this task ends in: no task. Null if the last one does not wait.
FutureBase* end_of_chain(FutureBase* from) {
    constexpr int kDeepest = 1'000'000;  // tasks may wait for each other in a circle
    for (int depth = 0; from && from->is_task() && depth < kDeepest; ++depth)
        from = static_cast<TaskBase*>(from)->awaited();
    return from && !from->is_task() ? from : nullptr;
}

constexpr const char* kNoSuchTask = "no such task is there, or it is done";
constexpr const char* kNotWaiting = "it does not wait for anything";
constexpr const char* kDoneAlready = "what it waits for is done already";
constexpr const char* kNoConnection = "no such connection is open";

}  // namespace

Interventions::Interventions(EventLoop& loop, std::vector<Intervention> list)
    : loop_(loop), list_(std::move(list)) {
    std::stable_sort(list_.begin(), list_.end(),
                     [](const Intervention& a, const Intervention& b) { return a.at < b.at; });
}

void Interventions::carry_out(std::uint32_t turn, std::uint32_t entry, std::size_t left) {
    const auto now = [&](const loopscope::trace::Moment& at) {
        return at.turn < turn || (at.turn == turn && (at.entry <= entry || left == 0));
    };
    while (next_ < list_.size() && now(list_[next_].at)) carry_out(list_[next_++], left);
}

void Interventions::carry_out(const Intervention& intervention, std::size_t left) {
    const Plan todo = plan(intervention, left);
    if (Observer* observer = loop_.observer())
        observer->intervened(intervention, todo.on, todo.problem.empty() ? todo.text : todo.problem,
                             todo.problem.empty());
    if (!todo.problem.empty()) return;
    try {
        todo.act();
    } catch (...) {
        loop_.call_exception_handler(
            {.message = "Exception in an intervention", .exception = std::current_exception()});
    }
}

Interventions::Plan Interventions::plan(const Intervention& intervention, std::size_t left) {
    switch (intervention.kind) {
        case InterventionKind::cancel: return cancel(intervention);
        case InterventionKind::fail: return fail(intervention);
        case InterventionKind::delay: return delay(intervention);
        case InterventionKind::fire: return fire(intervention);
        case InterventionKind::drop: return drop(intervention);
        case InterventionKind::cut: return cut(intervention);
        case InterventionKind::hold: return hold(intervention);
        case InterventionKind::first: return bring_forward(intervention, left);
    }
    return {.problem = "there is no such intervention"};
}

Interventions::Plan Interventions::cancel(const Intervention& intervention) {
    const FutureRef target(find_future(intervention.object));
    if (!target || target->done()) return {.problem = kNoSuchTask};
    return {.act = [target] { target->cancel(); }};
}

Interventions::Plan Interventions::fail(const Intervention& intervention) {
    FutureBase* const target = find_future(intervention.object);
    if (!target) return {.problem = kNoSuchTask};
    const FutureRef awaited(end_of_chain(target));
    if (!awaited) return {.problem = kNotWaiting};
    if (awaited->done()) return {.problem = kDoneAlready};
    const std::exception_ptr error = failure_named(intervention.failure);
    return {
        .on = awaited->id(), .text = repr(error), .act = [awaited, error] { awaited->set_exception(error); }};
}

Interventions::Plan Interventions::delay(const Intervention& intervention) {
    const Ref<FutureBase> target(find_future(intervention.object));
    if (!target || !target->is_task()) return {.problem = kNoSuchTask};
    const FutureRef awaited(static_cast<TaskBase&>(*target).awaited());
    if (!awaited) return {.problem = kNotWaiting};
    if (awaited->done()) return {.problem = kDoneAlready};
    const std::int64_t by_ns = intervention.amount;
    if (awaited->armed())
        return {.on = awaited->id(), .act = [this, awaited, by_ns] {
                    const ObjectId timer = awaited->id();
                    loop_.timers().move(timer, loop_.timers().when(timer) + seconds_of(by_ns));
                }};
    return {.on = awaited->id(), .act = [this, target, awaited, by_ns] {
                wake_later(static_cast<TaskBase&>(*target), *awaited, seconds_of(by_ns));
            }};
}

// Instead of the task something is called that has the task run later.
void Interventions::wake_later(TaskBase& task, FutureBase& awaited, double seconds) {
    awaited.remove_callback(task, true);
    EventLoop& loop = loop_;
    const auto wake = [&loop, waiting = Ref<TaskBase>(&task)](const FutureRef& why) {
        loop.push_ready(*waiting, why.get(), ReadyReason::woken);
    };
    const Callback later = internal_callback("delay", [&loop, wake, seconds](const FutureRef& why) {
        loop.call_later(seconds, internal_callback("delay", [wake, why](const FutureRef&) { wake(why); }));
    });
    awaited.add_callback(later.state());
}

Interventions::Plan Interventions::fire(const Intervention& intervention) {
    ObjectId timer = intervention.object;
    if (FutureBase* const future = find_future(timer))
        if (FutureBase* const awaited = end_of_chain(future)) timer = awaited->id();
    if (!loop_.timers().runs(timer)) return {.problem = "its timer does not run"};
    return {.on = timer, .act = [this, timer] { loop_.timers().move(timer, loop_.time()); }};
}

Interventions::Plan Interventions::drop(const Intervention& intervention) {
    const Ref<SocketTransport> transport(find_transport(intervention.object));
    if (!transport) return {.problem = kNoConnection};
    return {.act = [transport] { transport->abort(); }};
}

Interventions::Plan Interventions::cut(const Intervention& intervention) {
    const Ref<SocketTransport> transport(find_transport(intervention.object));
    if (!transport) return {.problem = kNoConnection};
    return {.act = [transport, bytes = static_cast<std::size_t>(intervention.amount)] {
        transport->cut_after(bytes);
    }};
}

Interventions::Plan Interventions::hold(const Intervention& intervention) {
    const Ref<SocketTransport> transport(find_transport(intervention.object));
    if (!transport) return {.problem = kNoConnection};
    if (!transport->is_reading()) return {.problem = "it does not read"};
    return {.act = [this, transport, seconds = seconds_of(intervention.amount)] {
        transport->pause_reading();
        loop_.call_later(seconds, internal_callback("hold", [transport](const FutureRef&) {
                             transport->resume_reading();
                         }));
    }};
}

Interventions::Plan Interventions::bring_forward(const Intervention& intervention, std::size_t left) {
    const std::size_t place = loop_.ready_queue().find(intervention.object, left);
    if (place == left) return {.problem = "it does not run in this turn"};
    if (place == 0) return {.problem = "it is the next one already"};
    return {.act = [this, place] { loop_.ready_queue().bring_forward(place); }};
}

FutureBase* Interventions::find_future(ObjectId id) const {
    for (TaskBase& task : loop_.pending_tasks()) {
        if (task.id() == id) return &task;
        if (task.awaited() && task.awaited()->id() == id) return task.awaited();
    }
    return nullptr;
}

SocketTransport* Interventions::find_transport(ObjectId id) const {
    for (LoopResource* resource : loop_.resources()) {
        auto* const transport = dynamic_cast<SocketTransport*>(resource);
        if (transport && transport->id() == id && !transport->is_closing()) return transport;
    }
    return nullptr;
}

}  // namespace asyncio::detail
