#include "viz/data/explain/sentence_parts.h"

#include "viz/data/explain/unsafe_calls.h"

#include "viz/data/recording/source_place.h"
#include "viz/data/recording/timeouts.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;
using trace::ReadyReason;

namespace {

std::string how_it_ended(const Facts& f, ObjectId id) {
    const ObjectState* object = f.now.object(id);
    if (object == nullptr) return f.words["ended.done"];
    if (object->kind == ObjectKind::sleep && object->future_state == trace::FutureState::result)
        return f.words["ended.slept"];
    switch (object->future_state) {
        case trace::FutureState::exception: return f.words["ended.failed"];
        case trace::FutureState::cancelled: return f.words["ended.cancelled"];
        default: return f.words["ended.done"];
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

// Something that call_later() was given.
bool is_call(const Facts& f, ObjectId id) {
    const ObjectKind kind = f.store.objects()[id].kind;
    return kind == ObjectKind::callback || kind == ObjectKind::handle;
}

std::string due_sentence(const Facts& f) {
    if (const ObjectId task = sleeper_of(f, f.event.a); task != 0)
        return f.say("ready.sleep", {{"who", f.name(task)}});
    const ObjectId purpose = purpose_of(f, f.event.a);
    return f.say(is_call(f, purpose) ? "ready.timer.of" : "ready.timer", {{"what", f.name(purpose)}});
}

bool is_timeout(const Facts& f, ObjectId id) {
    return viz::is_timeout(f.store.recording(), f.store.objects(), id);
}

// Who calls cancel() outside of every task: a timeout, a callback of asyncio's as that of a TaskGroup, or the
// loop.
std::string caller_outside(const Facts& f) {
    const ObjectId running = f.now.running.empty() ? 0 : f.now.running.back().object;
    if (running != 0 && is_timeout(f, running)) return f.words["the_timeout"];
    const ObjectKind kind = f.store.objects()[running].kind;
    const bool of_asyncio =
        kind == ObjectKind::callback || kind == ObjectKind::task_group || kind == ObjectKind::shield;
    return of_asyncio ? f.name(running) : f.words["the_loop"];
}

// A future that is no task and has nobody to ask is cancelled by the call itself.
bool is_cancelled_at_once(const Facts& f, ObjectId id) {
    const ObjectKind kind = f.store.objects()[id].kind;
    return kind == ObjectKind::future || kind == ObjectKind::sleep || kind == ObjectKind::shield;
}

// What goes on behind a shield that gets a request to stop; 0 if `whom` is none.
ObjectId sheltered_by(const Facts& f, ObjectId whom) {
    const ObjectState* shield = f.now.object(whom);
    if (shield == nullptr || shield->kind != ObjectKind::shield || shield->links().empty()) return 0;
    const ObjectState* inner = f.now.object(shield->links().front().object);
    return inner != nullptr && !inner->done() ? inner->id : 0;
}

bool is_first_step(const Facts& f) {
    const ObjectState* task = f.now.object(f.event.a);
    return task != nullptr && task->frames().empty();
}

}  // namespace

std::string Facts::doer() const {
    const ObjectId task = now.current_task();
    if (task != 0) return name(task);
    const ObjectId thread = thread_at_work(now);
    return thread != 0 ? name(thread) : words["the_loop"];
}

std::string directions(const Facts& f) {
    const std::uint8_t flags = f.event.flags;
    if (flags == (trace::kRead | trace::kWrite)) return f.words["directions.both"];
    return f.words[(flags & trace::kWrite) != 0 ? "directions.write" : "directions.read"];
}

std::string turn_sentence(const Facts& f) {
    const std::string turn = std::to_string(f.event.a), time = seconds_text(f.event.value, f.words);
    const bool waited = f.index > 0 && f.store.event(f.index - 1).kind == EventKind::select;
    const Turn* before = f.store.turn_at(f.index);
    const std::int64_t then = before == nullptr ? 0 : before->time_ns;
    if (waited && f.event.value > then) {
        // A real clock does not jump: that much time has passed.
        if (f.store.recording().header.clock == "real")
            return f.say(
                "turn.waited",
                {{"turn", turn}, {"time", time}, {"waited", seconds_text(f.event.value - then, f.words)}});
        return f.say("turn.jump", {{"turn", turn}, {"time", time}});
    }
    const std::size_t entries = f.now.ready.size();
    if (entries > 1)
        return f.say("turn.many", {{"turn", turn}, {"time", time}, {"count", std::to_string(entries)}});
    return f.say(entries == 0 ? "turn.begins" : "turn.one", {{"turn", turn}, {"time", time}});
}

namespace {

// What can wake a loop besides its timers: "network", "thread", "outside" (both), "process", "process_thread"
// (both), or nothing.
std::string what_else_wakes(const Facts& f) {
    const auto any = [&](ObjectKind kind) {
        return std::any_of(f.now.objects().begin(), f.now.objects().end(),
                           [&](const ObjectState& each) { return each.kind == kind && !each.done(); });
    };
    const bool network = !f.now.watches.empty(), thread = any(ObjectKind::thread);
    if (any(ObjectKind::process)) return thread ? "process_thread" : "process";
    if (network && thread) return "outside";
    return thread ? "thread" : network ? "network" : "";
}

// Of a loop that has no timer.
std::string select_without_timer(const Facts& f) {
    const std::string what = what_else_wakes(f);
    return f.say("select." + (what.empty() ? "network" : what));
}

}  // namespace

std::string select_sentence(const Facts& f) {
    if (f.event.value < 0) return select_without_timer(f);
    if (const std::vector<trace::Timer> timers = f.now.timers(1); !timers.empty()) {
        const std::string time = seconds_text(timers.front().deadline_ns, f.words), what = what_else_wakes(f);
        return f.say(what.empty() ? "select.timer" : "select.timer." + what, {{"time", time}});
    }
    return f.say("select.limit", {{"time", seconds_text(f.event.value, f.words)}});
}

namespace {

// What runs is a method of what is named: its name stands where it is called.
std::string handed_over_sentence(const Facts& f) {
    constexpr EventIndex kFarOff = 4096;
    const std::string who = f.name(f.event.a);
    const EventIndex end = std::min(f.store.event_count() - f.index, kFarOff) + f.index;
    for (EventIndex i = f.index + 1; i < end; ++i) {
        const Event& call = f.store.event(i);
        if (call.kind != EventKind::call || call.a != f.event.a) continue;
        const std::string function = f.store.text(call.text);
        if (call.text == 0 || who.starts_with(function)) break;
        return f.say("ready.thread.method", {{"function", function}, {"what", who}});
    }
    return f.say("ready.thread", {{"who", who}});
}

}  // namespace

std::string ready_sentence(const Facts& f) {
    const Event& e = f.event;
    const std::string who = f.name(e.a);
    switch (static_cast<ReadyReason>(e.flags)) {
        case ReadyReason::created: {
            const ObjectState* task = f.now.object(e.a);
            const ObjectId creator = task == nullptr ? 0 : task->creator;
            return creator == 0 ? f.say("ready.created", {{"who", who}})
                                : f.say("ready.created_by", {{"who", who}, {"creator", f.name(creator)}});
        }
        case ReadyReason::yielded: return f.say("ready.yielded", {{"who", who}});
        case ReadyReason::woken:
            return f.say("ready.woken",
                         {{"who", who}, {"future", f.name(e.b)}, {"ended", how_it_ended(f, e.b)}});
        case ReadyReason::done_callback:
            return f.say(who == f.name(e.b) ? "ready.own_callback" : "ready.done_callback",
                         {{"who", who}, {"future", f.name(e.b)}, {"ended", how_it_ended(f, e.b)}});
        case ReadyReason::timer: return due_sentence(f);
        case ReadyReason::call_soon: return f.say("ready.call_soon", {{"who", who}});
        case ReadyReason::io: return f.say("ready.io", {{"who", who}});
        case ReadyReason::thread: return handed_over_sentence(f);
    }
    return f.say("ready.other", {{"who", who}});
}

std::string call_sentence(const Facts& f) {
    const Event& e = f.event;
    const std::string function = e.text == 0 ? f.name(e.a) : f.text();
    if ((e.flags & trace::kInternal) == 0) return f.say("call.program", {{"function", function}});
    const bool own = f.name(e.a) == f.name(e.b);
    if (const ObjectId inner = sheltered_by(f, e.b); own && inner != 0)
        return f.say("call.shield", {{"ended", how_it_ended(f, e.b)}, {"inner", f.name(inner)}});
    if (e.b != 0) {
        return f.say(own ? "call.own" : "call.tell",
                     {{"future", f.name(e.b)}, {"ended", how_it_ended(f, e.b)}, {"who", f.name(e.a)}});
    }
    if (const ObjectId task = sleeper_of(f, e.a); task != 0)
        return f.say("call.sleep", {{"who", f.name(task)}});
    const ObjectKind kind = f.store.objects()[e.a].kind;
    if (kind == ObjectKind::transport || kind == ObjectKind::server)
        return f.say("call.internal.of", {{"function", function}, {"what", f.name(e.a)}});
    if (const ObjectId purpose = purpose_of(f, e.a); purpose != e.a || is_timeout(f, e.a))
        return is_call(f, purpose) ? f.say("call.program", {{"function", f.name(purpose)}})
                                   : f.say("call.purpose", {{"what", f.name(purpose)}});
    return f.say("call.internal", {{"function", function}});
}

std::string step_sentence(const Facts& f) {
    const Event& e = f.event;
    const std::string who = f.name(e.a);
    if ((e.flags & trace::kEager) != 0) return f.say("step.eager", {{"who", who}});
    if (e.text != 0) {
        if (is_first_step(f)) return f.say("step.thrown_first", {{"who", who}, {"text", f.text()}});
        const ObjectState* task = f.now.object(e.a);
        const NamedPlace at = named_place(f.store, task == nullptr ? 0 : task->at);
        if (at.line == 0) return f.say("step.thrown", {{"who", who}, {"text", f.text()}});
        return f.say(
            "step.thrown_at",
            {{"who", who}, {"text", f.text()}, {"file", at.file}, {"line", std::to_string(at.line)}});
    }
    if (is_first_step(f)) {
        const std::string call = f.store.call_of(e.a);
        return call.empty() ? f.say("step.first", {{"who", who}})
                            : f.say("step.first_of", {{"who", who}, {"call", call}});
    }
    if (e.b == 0) return f.say("step.on", {{"who", who}});
    if (std::string group = group_failed_sentence(f); !group.empty()) return group;
    return f.say("step.woken", {{"who", who}, {"future", f.name(e.b)}, {"ended", how_it_ended(f, e.b)}});
}

std::string cancel_sentence(const Facts& f) {
    const Event& e = f.event;
    const std::string whom = f.name(e.a);
    if ((e.flags & trace::kAlreadyDone) != 0) return f.say("cancel.done", {{"whom", whom}});
    if (f.now.cancels.size() > 1) {
        const ObjectId outer = f.now.cancels[f.now.cancels.size() - 2].target;
        if (const ObjectId inner = sheltered_by(f, e.a); inner != 0)
            return f.say("cancel.sheltered", {{"who", f.name(outer)}, {"inner", f.name(inner)}});
        return f.say("cancel.passed_on", {{"who", f.name(outer)}, {"whom", whom}});
    }
    const std::string who = e.b == 0 ? caller_outside(f) : f.name(e.b);
    if (is_cancelled_at_once(f, e.a)) {
        const std::string with_text = e.text == 0 ? whom : whom + " (" + f.text() + ")";
        return f.say(who == whom ? "cancel.itself" : "cancel.future", {{"who", who}, {"whom", with_text}});
    }
    return f.say(e.text == 0 ? "cancel" : "cancel.message",
                 {{"who", who}, {"whom", whom}, {"text", f.text()}});
}

namespace {

// What asyncio makes in order to do what the program has asked for: no line of the program has.
bool is_own_tool(const trace::ObjectInfo& object) {
    return object.internal && (object.kind == ObjectKind::future || object.kind == ObjectKind::callback ||
                               object.kind == ObjectKind::watcher || object.kind == ObjectKind::other);
}

}  // namespace

std::string create_sentence(const Facts& f) {
    const trace::ObjectInfo& object = f.store.objects()[f.event.a];
    const std::string what = f.name(f.event.a), who = f.doer();
    if (object.kind == ObjectKind::task) return f.say("create.task", {{"who", who}, {"what", what}});
    if (object.kind == ObjectKind::sleep)
        return f.say("create.sleep", {{"who", who}, {"time", seconds_text(object.value, f.words)}});
    const std::string& kind = f.words[kind_key(object.kind)];
    const bool numbered = what.starts_with(kind + " ");  // its name says what it is
    if (is_own_tool(object))
        return f.say(what == kind || numbered ? "create.own" : "create.own.named",
                     {{"kind", kind}, {"what", what}});
    if (numbered) return f.say("create.numbered", {{"who", who}, {"what", what}});
    // "an event"
    const std::string article =
        std::string_view("aeiou").find(kind.front()) == std::string_view::npos ? "" : ".an";
    return f.say((what == kind ? "create.kind" : "create.named") + article,
                 {{"who", who}, {"kind", kind}, {"what", what}});
}

namespace {

// A future by which asyncio only wakes who waits, as Queue.get() does: its result is no news, and must not be
// taken for what the call returns.
bool is_mere_signal(const Facts& f) {
    const trace::ObjectInfo& object = f.store.objects()[f.event.a];
    const std::string result = f.text();
    return object.kind == ObjectKind::future && object.internal &&
           (result == "None" || result == "True" || result == "False");
}

}  // namespace

std::string resolve_sentence(const Facts& f) {
    const std::string what = f.name(f.event.a);
    switch (static_cast<trace::Outcome>(f.event.flags)) {
        case trace::Outcome::exception:
            return f.say("resolve.exception", {{"what", what}, {"text", f.text()}});
        case trace::Outcome::cancelled: return f.say("resolve.cancelled", {{"what", what}});
        default: break;
    }
    if (is_mere_signal(f)) {
        const std::vector<trace::ObjectId> waiters = f.now.waiters(f.event.a);
        return waiters.size() == 1 ? f.say("resolve.wait.of", {{"who", f.name(waiters[0])}, {"what", what}})
                                   : f.say("resolve.wait", {{"what", what}});
    }
    return f.event.text == 0 ? f.say("resolve", {{"what", what}})
                             : f.say("resolve.result", {{"what", what}, {"text", f.text()}});
}

std::string state_sentence(const Facts& f) {
    const trace::ObjectInfo& object = f.store.objects()[f.event.a];
    const std::string number = std::to_string(f.event.value), text = f.text();
    // The lock that a condition made for itself is called by its owner's name.
    const std::string what =
        object.internal && object.parent != 0
            ? f.say("state.part", {{"what", f.name(f.event.a)}, {"of", f.name(object.parent)}})
            : f.name(f.event.a);
    const std::string who = f.event.b != 0 ? f.name(f.event.b) : f.doer();
    const bool taken = f.event.b != 0 || text == "locked";
    switch (object.kind) {
        case ObjectKind::lock:
            return f.say(taken ? "state.lock.taken" : "state.lock.released", {{"who", who}, {"what", what}});
        case ObjectKind::semaphore: return f.say("state.semaphore", {{"what", what}, {"count", number}});
        case ObjectKind::condition:
            return f.say(f.event.value == 0 ? "state.condition.nobody" : "state.condition",
                         {{"who", who}, {"what", what}, {"count", number}});
        case ObjectKind::barrier:
            return f.say("state.barrier", {{"what", what}, {"text", text}, {"count", number}});
        case ObjectKind::queue:
            if (f.store.reports_item(f.index))
                return f.say(f.event.value == 0   ? "state.queue.all_done"
                             : f.event.value == 1 ? "state.queue.done.one"
                                                  : "state.queue.done",
                             {{"who", who}, {"what", what}, {"count", number}});
            return f.event.text != 0 ? f.say("state.queue.closed", {{"what", what}})
                                     : f.say("state.queue", {{"what", what}, {"count", number}});
        default: return f.say("state", {{"what", what}, {"text", f.event.text == 0 ? number : text}});
    }
}

std::string queue_sentence(const Facts& f, std::string_view key) {
    const ObjectState* queue = f.now.object(f.event.a);
    const std::size_t held = queue == nullptr ? 0 : queue->primitive().items.size();
    return f.say(
        key,
        {{"who", f.doer()}, {"text", f.text()}, {"what", f.name(f.event.a)}, {"held", std::to_string(held)}});
}

std::string intervention_sentence(const Facts& f) {
    const Event& e = f.event;
    const auto kind = static_cast<trace::InterventionKind>(e.flags);
    const std::string who = f.name(e.a), what = f.name(e.b != 0 ? e.b : e.a);
    if (e.flags == 0 || e.flags > trace::kLastInterventionKind) return f.say("intervene.unknown");
    const std::string key = "intervene." + std::string(trace::name_of(kind));
    if ((e.c & trace::kNotDone) != 0)
        return f.say("intervene.refused",
                     {{"what", f.words[key + ".short"]}, {"who", who}, {"why", f.text()}});
    const bool bytes = kind == trace::InterventionKind::cut;
    const bool itself = kind == trace::InterventionKind::fire &&
                        f.store.objects()[e.b != 0 ? e.b : e.a].kind == ObjectKind::timer;
    return f.say(itself ? "intervene.fire.itself" : key,
                 {{"who", who},
                  {"what", what},
                  {"text", f.text()},
                  {"amount", bytes ? std::to_string(e.value) : seconds_text(e.value, f.words)}});
}

}  // namespace loopscope::viz
