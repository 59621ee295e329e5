#include "viz/data/sentence_parts.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;
using trace::ReadyReason;

namespace {

std::string how_it_ended(const Facts& f, ObjectId id) {
    const ObjectState* object = f.now.object(id);
    if (object == nullptr) return "is done";
    if (object->kind == ObjectKind::sleep && object->future_state == trace::FutureState::result)
        return "is over";
    switch (object->future_state) {
        case trace::FutureState::exception: return "has failed";
        case trace::FutureState::cancelled: return "was cancelled";
        default: return "is done";
    }
}

// What a timer is for: its sleep, timeout or handle. A sleep may be its own timer.
ObjectId purpose_of(const Facts& f, ObjectId timer) {
    const trace::ObjectInfo& object = f.store.objects()[timer];
    return object.kind == ObjectKind::sleep || object.parent == 0 ? timer : object.parent;
}

// The only task that sleeps there, 0 if none or several or it is no sleep.
ObjectId sleeper_of(const Facts& f, ObjectId timer) {
    const ObjectId purpose = purpose_of(f, timer);
    if (f.store.objects()[purpose].kind != ObjectKind::sleep) return 0;
    const std::vector<ObjectId> waiters = f.now.waiters(purpose);
    return waiters.size() == 1 ? waiters.front() : 0;
}

std::string due_sentence(const Facts& f) {
    if (const ObjectId task = sleeper_of(f, f.event.a); task != 0) {
        return f.name(task) + "'s sleep is over: its timer is due and goes to the ready queue, to wake " +
               f.name(task) + ".";
    }
    const ObjectId owner = purpose_of(f, f.event.a);
    return "The " + f.name(owner) + " is due: its callback goes to the ready queue.";
}

bool is_first_step(const Facts& f) {
    const ObjectState* task = f.now.object(f.event.a);
    return task != nullptr && task->frames().empty();
}

std::string line_of(const Facts& f, trace::LocationId loc) {
    const trace::Location& location = f.store.recording().location(loc);
    return location.line == 0 ? "" : " (line " + std::to_string(location.line) + ")";
}

// "A, B and C", shortened when there are many.
std::string names(const Facts& f, const std::vector<trace::Link>& links) {
    constexpr std::size_t kShown = 4;
    std::string text;
    const std::size_t shown = std::min(links.size(), links.size() > kShown ? kShown - 1 : kShown);
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) text += i + 1 == links.size() ? " and " : ", ";
        text += f.name(links[i].object);
    }
    if (shown < links.size()) text += " and " + std::to_string(links.size() - shown) + " more";
    return text;
}

}  // namespace

std::string Facts::doer() const {
    const ObjectId task = now.current_task();
    return task == 0 ? "The loop" : name(task);
}

std::string directions(std::uint8_t flags) {
    if (flags == (trace::kRead | trace::kWrite)) return "reading and writing";
    return (flags & trace::kWrite) != 0 ? "writing" : "reading";
}

std::string turn_sentence(const Facts& f) {
    const std::string turn = "Turn " + std::to_string(f.event.a) + " of the loop begins";
    const bool waited = f.index > 0 && f.store.event(f.index - 1).kind == EventKind::select;
    const Turn* before = f.store.turn_at(f.index);
    const std::int64_t then = before == nullptr ? 0 : before->time_ns;
    if (waited && f.event.value > then) {
        return "The clock jumps to t = " + seconds_text(f.event.value) + ". " + turn + ".";
    }
    const std::size_t entries = f.now.ready.size();
    if (entries == 0) return turn + " at t = " + seconds_text(f.event.value) + ".";
    return turn + " at t = " + seconds_text(f.event.value) + ": " +
           (entries == 1 ? "one entry is" : std::to_string(entries) + " entries are") + " ready, and only " +
           (entries == 1 ? "that one runs" : "those run") + " in this turn.";
}

std::string select_sentence(const Facts& f) {
    if (f.event.value < 0)
        return "Nothing is ready and no timer is set: the loop can only wait for the network.";
    if (const std::vector<trace::Timer> timers = f.now.timers(); !timers.empty()) {
        return "Nothing is ready, so the loop waits for the next timer, due at t = " +
               seconds_text(timers.front().deadline_ns) + ".";
    }
    return "Nothing is ready: the loop waits for up to " + seconds_text(f.event.value) + ".";
}

std::string ready_sentence(const Facts& f) {
    const Event& e = f.event;
    const std::string who = f.name(e.a);
    switch (static_cast<ReadyReason>(e.flags)) {
        case ReadyReason::created: {
            const ObjectState* task = f.now.object(e.a);
            const ObjectId creator = task == nullptr ? 0 : task->creator;
            return (creator == 0 ? "Task " + who + " is created" : f.name(creator) + " creates task " + who) +
                   ". It does not run yet: it joins the end of the ready queue.";
        }
        case ReadyReason::yielded:
            return who + " goes to the end of the ready queue because it let others run first.";
        case ReadyReason::woken:
            return who + " goes to the ready queue because " + f.name(e.b) + " " + how_it_ended(f, e.b) + ".";
        case ReadyReason::done_callback:
            return f.name(e.b) + " " + how_it_ended(f, e.b) + ", so the callback of " + who +
                   " goes to the ready queue.";
        case ReadyReason::timer: return due_sentence(f);
        case ReadyReason::call_soon: return "The callback " + who + " goes to the ready queue.";
        case ReadyReason::io:
            return "The network has something for " + who + ": its callback goes to the ready queue.";
        case ReadyReason::thread: return "Another thread hands over " + who + ": it goes to the ready queue.";
    }
    return who + " goes to the ready queue.";
}

std::string call_sentence(const Facts& f) {
    const Event& e = f.event;
    const std::string function = e.text == 0 ? f.name(e.a) : f.text();
    if ((e.flags & trace::kInternal) == 0) return "The loop runs the callback " + function + "().";
    if (e.b != 0) {
        const std::string told =
            f.name(e.a) == f.name(e.b) ? " runs its callback." : " tells " + f.name(e.a) + ".";
        return f.name(e.b) + " " + how_it_ended(f, e.b) + ": the loop" + told;
    }
    if (const ObjectId task = sleeper_of(f, e.a); task != 0)
        return "The timer's callback ends the sleep of " + f.name(task) + ".";
    if (const ObjectId purpose = purpose_of(f, e.a); purpose != e.a) {
        return "The loop runs the callback of " + f.name(purpose) + ".";
    }
    return "The loop runs asyncio's own callback " + function + ".";
}

std::string step_sentence(const Facts& f) {
    const Event& e = f.event;
    const std::string who = f.name(e.a);
    if ((e.flags & trace::kEager) != 0) return who + " starts at once, without waiting for its turn.";
    if (e.text != 0) {
        const ObjectState* task = f.now.object(e.a);
        const std::string where = task == nullptr ? "" : line_of(f, task->at);
        return is_first_step(f) ? "Before " + who + " could begin, " + f.text() + " is thrown into it."
                                : who + " runs again, and " + f.text() +
                                      " is thrown into it where it waited" + where + ".";
    }
    if (is_first_step(f)) return who + " is at the front of the ready queue: it runs for the first time.";
    if (e.b != 0) return who + " runs on after its await: " + f.name(e.b) + " " + how_it_ended(f, e.b) + ".";
    return who + " is at the front of the ready queue: it runs on.";
}

std::string await_sentence(const Facts& f) {
    const std::string who = f.name(f.event.a);
    const ObjectState* awaited = f.now.object(f.event.b);
    if (awaited == nullptr) return who + " waits for " + f.name(f.event.b) + ". The loop may run others.";
    if (awaited->kind == ObjectKind::sleep) {
        return who + " sleeps until t = " + seconds_text(awaited->value) +
               ". Meanwhile the loop can run others.";
    }
    if (awaited->kind == ObjectKind::gather && !awaited->links().empty()) {
        return who + " waits until gather has all results: " + names(f, awaited->links()) + ".";
    }
    if (awaited->kind == ObjectKind::shield && !awaited->links().empty()) {
        return who + " waits for " + names(f, awaited->links()) + ", behind a shield.";
    }
    if (awaited->kind == ObjectKind::task) return who + " waits until " + f.name(f.event.b) + " is finished.";
    return who + " waits for " + f.name(f.event.b) + ". Meanwhile the loop can run others.";
}

std::string cancel_sentence(const Facts& f) {
    const Event& e = f.event;
    const std::string whom = f.name(e.a);
    if ((e.flags & trace::kAlreadyDone) != 0) return whom + " is already done: cancel() changes nothing.";
    if (f.now.cancels.size() > 1) {
        return "The request is passed on to what " + f.name(f.now.cancels[f.now.cancels.size() - 2].target) +
               " waits for: " + whom + ".";
    }
    const std::string message = e.text == 0 ? "" : " (" + f.text() + ")";
    const std::string doer = e.b == 0 ? "The loop" : f.name(e.b);
    return doer + " asks " + whom + " to stop" + message + ". That is only a request: " + whom +
           " has not noticed yet.";
}

std::string create_sentence(const Facts& f) {
    const trace::ObjectInfo& object = f.store.objects()[f.event.a];
    const std::string what = f.name(f.event.a);
    if (object.kind == ObjectKind::task) return f.doer() + " creates task " + what + ".";
    const std::string kind(kind_text(object.kind));
    return f.doer() + " makes a " + kind + (what == kind ? "" : ": " + what) + ".";
}

std::string resolve_sentence(const Facts& f) {
    const std::string what = f.name(f.event.a);
    switch (static_cast<trace::Outcome>(f.event.flags)) {
        case trace::Outcome::exception: return what + " gets an exception: " + f.text() + ".";
        case trace::Outcome::cancelled: return what + " is cancelled.";
        default: break;
    }
    return f.event.text == 0 ? what + " is done." : what + " gets its result: " + f.text() + ".";
}

}  // namespace loopscope::viz
