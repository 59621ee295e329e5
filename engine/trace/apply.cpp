// The rules of docs/trace_format.md for the loop itself: turns, the ready queue, steps, calls and
// cancellation.
#include "engine/trace/applier.h"

#include <algorithm>
#include <utility>

namespace loopscope::trace {

void Applier::apply() {
    state_.in_select = event_.kind == EventKind::select;
    loop();
}

void Applier::loop() {
    switch (event_.kind) {
        case EventKind::select: state_.select_timeout_ns = event_.value; return;
        case EventKind::turn: return turn();
        case EventKind::clock: state_.now_ns = event_.value; return;
        case EventKind::loop_run:
        case EventKind::loop_stop:
        case EventKind::loop_close: return loop_life();
        case EventKind::ready: return ready();
        case EventKind::skip: return skip();
        case EventKind::step: return step();
        case EventKind::yield:
        case EventKind::await:
        case EventKind::task_return:
        case EventKind::task_raise:
        case EventKind::task_cancelled: return end_step();
        case EventKind::call: return call();
        case EventKind::call_end: return call_end();
        case EventKind::enter: return enter();
        case EventKind::leave: return leave();
        case EventKind::cancel: return cancel();
        case EventKind::cancel_end: return cancel_end();
        case EventKind::uncancel: return uncancel();
        case EventKind::intervene: return intervene();
        case EventKind::print: ++state_.printed; return;
        case EventKind::error: ++state_.errors; return;
        case EventKind::warning: ++state_.warnings; return;
        case EventKind::collect:
        case EventKind::collect_end: return collect();
        default: return objects();
    }
}

void Applier::report(std::string message) {
    if (!finding) finding = std::move(message);
}

std::string Applier::name(ObjectId id) const {
    if (id == 0) return "nothing";
    const ObjectState* object = state_.object(id);
    const std::string_view text = object ? recording_.string(object->name) : std::string_view{};
    const std::string number = "object " + std::to_string(id);
    return text.empty() ? number : number + " (" + std::string(text.substr(0, 60)) + ")";
}

bool Applier::was_created(ObjectId id) const {
    return id <= state_.last_object_ &&
           std::none_of(state_.left_out_.begin(), state_.left_out_.end(),
                        [&](const auto& gap) { return gap.first <= id && id <= gap.second; });
}

ObjectState* Applier::known(ObjectId id) {
    ObjectState* object = state_.objects_.edit(id);
    if (!object) {
        report(id == 0           ? "names no object"
               : was_created(id) ? name(id) + " was dropped before"
                                 : name(id) + " was never created");
    }
    return object;
}

ObjectState* Applier::known_task() {
    ObjectState* object = subject();
    if (!object || object->kind == ObjectKind::task) return object;
    report(name(event_.a) + " is not a task");
    return nullptr;
}

void Applier::turn() {
    if (event_.a != state_.turn + 1) {
        report("turn " + std::to_string(event_.a) + " follows turn " + std::to_string(state_.turn));
    }
    if (event_.value < state_.now_ns) report("the clock goes backwards");
    if (!state_.running.empty())
        report("a turn begins while " + name(state_.running.back().object) + " runs");
    if (state_.left_in_turn != 0) {
        report(std::to_string(state_.left_in_turn) + " entries of the turn before did not run");
    }
    state_.running.clear();
    state_.turn = event_.a;
    state_.now_ns = event_.value;
    state_.run_in_turn = 0;
    state_.turn_is_full = false;
    state_.left_in_turn = static_cast<std::uint32_t>(state_.ready.size());
}

void Applier::loop_life() {
    state_.loop_running = event_.kind == EventKind::loop_run;
    // A KeyboardInterrupt leaves a turn in the middle; its other entries stay for the next run.
    state_.left_in_turn = 0;
    if (event_.kind == EventKind::loop_close) state_.loop_closed = true;
}

void Applier::ready() {
    if (ObjectState* object = subject()) {
        if (object->kind == ObjectKind::task && object->task_state != TaskState::running) {
            object->task_state = TaskState::ready;
        }
        const auto reason = static_cast<ReadyReason>(event_.flags);
        if (reason == ReadyReason::timer) disarm(*object);
    }
    state_.ready.push_back({event_.a, event_.b, static_cast<ReadyReason>(event_.flags), index_});
    // What descriptors and timers made ready at the start of a turn still belongs to it.
    const bool turn_begins =
        state_.turn != 0 && state_.run_in_turn == 0 && state_.running.empty() && !state_.turn_is_full;
    if (turn_begins && state_.left_in_turn + 1 == state_.ready.size()) ++state_.left_in_turn;
}

// Takes the front of the ready queue, which should be the event's object.
void Applier::take_front(const char* what) {
    // How far to look for the right entry if the front is another one.
    constexpr std::size_t kLookAhead = 64;
    std::size_t at = 0;
    const std::size_t end = std::min(state_.ready.size(), kLookAhead);
    while (at < end && state_.ready[at].object != event_.a) ++at;
    if (at != 0 || end == 0) {
        const std::string front = end == 0 ? "empty" : "led by " + name(state_.ready.front().object);
        report(std::string(what) + " " + name(event_.a) + ", but the ready queue is " + front);
    }
    if (at == end) return;
    for (std::size_t i = 0; i <= at; ++i) state_.ready.pop_front();
    begin_turn_entry();
    const auto rest =
        static_cast<std::uint32_t>(std::min<std::size_t>(state_.left_in_turn, state_.ready.size()));
    state_.left_in_turn = rest;
}

void Applier::begin_turn_entry() {
    ++state_.run_in_turn;
    if (state_.left_in_turn != 0) {
        --state_.left_in_turn;
    } else {
        report(name(event_.a) + " was made ready in this turn and runs in it already");
    }
}

void Applier::skip() { take_front("skip"); }

void Applier::step() {
    const bool eager = (event_.flags & kEager) != 0;
    if (!eager) {
        if (!state_.running.empty())
            report("a step begins while " + name(state_.running.back().object) + " runs");
        take_front("step of");
    }
    if (ObjectState* task = known_task()) {
        if (task->done()) report("a step of " + name(event_.a) + ", which is done");
        if (task->task_state == TaskState::running)
            report("a step of " + name(event_.a) + ", which runs already");
        stop_waiting(*task);
        if (!task->done()) task->task_state = TaskState::running;
        task->must_cancel = false;
    }
    state_.running.push_back({event_.a, index_, true});
}

// Takes the innermost running step or call off the stack; it should be the event's.
bool Applier::pop_running(bool is_task) {
    auto& running = state_.running;
    const auto matches = [&](const Running& r) { return r.object == event_.a && r.is_task == is_task; };
    if (running.empty() || !matches(running.back())) {
        const std::string now = running.empty() ? "nothing runs" : name(running.back().object) + " runs";
        report(std::string(is_task ? "a step of " : "a call of ") + name(event_.a) + " ends, but " + now);
        const auto found = std::find_if(running.rbegin(), running.rend(), matches);
        if (found == running.rend()) return false;
        running.erase(found.base() - 1, running.end());
        return true;
    }
    running.pop_back();
    return true;
}

void Applier::end_step() {
    if (!pop_running(true)) return;
    ObjectState* task = known_task();
    if (!task || task->done()) return;
    switch (event_.kind) {
        case EventKind::yield:
            task->task_state = TaskState::ready;
            task->at = event_.loc;
            state_.ready.push_back({event_.a, 0, ReadyReason::yielded, index_});
            return;
        case EventKind::await:
            task->task_state = TaskState::suspended;
            task->at = event_.loc;
            start_waiting(*task, event_.b);
            return;
        case EventKind::task_raise:
            task->task_state = TaskState::failed;
            return finish(*task, FutureState::exception);
        case EventKind::task_return:
            if ((event_.flags & kButCancelled) == 0) {
                task->task_state = TaskState::returned;
                return finish(*task, FutureState::result);
            }
            [[fallthrough]];
        default: task->task_state = TaskState::cancelled; return finish(*task, FutureState::cancelled);
    }
}

void Applier::call() {
    if (!state_.running.empty())
        report("a call begins while " + name(state_.running.back().object) + " runs");
    take_front("call of");
    state_.running.push_back({event_.a, index_, false});
}

void Applier::call_end() { pop_running(false); }

void Applier::enter() {
    ObjectState* task = known_task();
    if (!task) return;
    if (task->task_state != TaskState::running)
        report("a coroutine starts in " + name(event_.a) + ", which is not running");
    task->edit_details().frames.push_back({event_.text, event_.loc, index_});
}

void Applier::leave() {
    ObjectState* task = known_task();
    if (!task) return;
    if (task->frames().empty()) return report("a coroutine ends in " + name(event_.a) + ", which is in none");
    task->edit_details().frames.pop_back();
}

void Applier::cancel() {
    subject();
    state_.cancels.push_back({event_.a, index_});
}

void Applier::cancel_end() {
    if (ObjectState* object = subject()) {
        object->cancelling = static_cast<std::int32_t>(std::clamp<std::int64_t>(event_.value, 0, 1 << 30));
        object->must_cancel = (event_.flags & kThrowAtNextStep) != 0;
    }
    auto& cancels = state_.cancels;
    if (!cancels.empty() && cancels.back().target == event_.a) return cancels.pop_back();
    const std::string now =
        cancels.empty() ? "no cancel() is open" : "the open one is of " + name(cancels.back().target);
    report("cancel() of " + name(event_.a) + " returns, but " + now);
    const auto found = std::find_if(cancels.rbegin(), cancels.rend(),
                                    [&](const OpenCancel& open) { return open.target == event_.a; });
    if (found != cancels.rend()) cancels.erase(found.base() - 1, cancels.end());
}

void Applier::collect() {
    const bool begins = event_.kind == EventKind::collect;
    if (begins == state_.collecting)
        report(begins ? "a collection begins while one goes on" : "no collection goes on");
    state_.collecting = begins;
}

void Applier::uncancel() {
    ObjectState* task = known_task();
    if (!task) return;
    task->cancelling = static_cast<std::int32_t>(std::clamp<std::int64_t>(event_.value, 0, 1 << 30));
    task->must_cancel = (event_.flags & kThrowAtNextStep) != 0;
}

// It happens between two entries. What it does to queue and timers has no events of its own.
void Applier::intervene() {
    if (!state_.running.empty())
        report("an intervention while " + name(state_.running.back().object) + " runs");
    state_.turn_is_full = true;
    if (event_.c & kNotDone) return;
    switch (static_cast<InterventionKind>(event_.flags)) {
        case InterventionKind::first: return bring_forward(event_.a);
        case InterventionKind::fire: return move_timer(event_.b, state_.now_ns);
        case InterventionKind::delay: return delay_timer(event_.b, event_.value);
        default: return;
    }
}

void Applier::bring_forward(ObjectId id) {
    PagedList<ReadyEntry>& ready = state_.ready;
    const std::size_t end = std::min<std::size_t>(state_.left_in_turn, ready.size());
    std::size_t at = 0;
    while (at < end && ready[at].object != id) ++at;
    if (at == end) return report(name(id) + " does not run in this turn and cannot run next");
    const ReadyEntry moved = ready[at];
    for (; at > 0; --at) ready.edit(at) = ready[at - 1];
    ready.edit(0) = moved;
}

}  // namespace loopscope::trace
