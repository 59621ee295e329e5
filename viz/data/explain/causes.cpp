#include "viz/data/explain/causes.h"

#include "viz/data/recording/running.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ReadyReason;

namespace {

// How far back one looks for what a recording does not say directly.
constexpr EventIndex kFar = 20'000;

// The last event before `index` that fits.
template <class Fits>
std::optional<EventIndex> before(const Store& store, EventIndex index, const Fits& fits) {
    const EventIndex first = index > kFar ? index - kFar : 0;
    for (EventIndex i = index; i-- > first;) {
        if (fits(store.event(i))) return i;
    }
    return std::nullopt;
}

// The `step` or `call` during which the event happened; steps nest. Between two of them: the intervention
// that it follows.
std::optional<EventIndex> step_around(const Store& store, EventIndex index) {
    int nested = 0;
    return before(store, index, [&](const Event& event) {
        if (event.kind == EventKind::intervene) return nested == 0;
        if (Running::ends(event.kind)) ++nested;
        const bool begins = event.kind == EventKind::step || event.kind == EventKind::call;
        return begins && nested-- == 0;
    });
}

// The entry of the ready queue that a step or call took.
std::optional<EventIndex> entry_of(const Store& store, const Event& run, EventIndex index) {
    return before(store, index, [&](const Event& event) {
        if (event.a != run.a) return false;
        return event.kind == EventKind::ready || event.kind == EventKind::yield;
    });
}

std::optional<EventIndex> known(EventIndex event, EventIndex index) {
    return event < index ? std::optional(event) : std::nullopt;
}

std::optional<EventIndex> cause_of_ready(const Store& store, const Event& ready, EventIndex index) {
    const trace::ObjectIndex& objects = store.objects();
    switch (static_cast<ReadyReason>(ready.flags)) {
        case ReadyReason::created: return known(objects[ready.a].created, index);
        case ReadyReason::woken:
        case ReadyReason::done_callback: return known(objects[ready.b].done, index);
        case ReadyReason::timer: return known(objects[ready.a].created, index);
        case ReadyReason::io: return std::nullopt;
        default: return step_around(store, index);
    }
}

}  // namespace

std::optional<EventIndex> cause_of(const Store& store, EventIndex index) {
    const Event& event = store.event(index);
    switch (event.kind) {
        case EventKind::turn:
        case EventKind::select:
        case EventKind::intervene:
        case EventKind::loop_run: return std::nullopt;
        case EventKind::ready: return cause_of_ready(store, event, index);
        case EventKind::step:
            if ((event.flags & trace::kEager) != 0) return step_around(store, index);
            return entry_of(store, event, index);
        case EventKind::call: return entry_of(store, event, index);
        default: return step_around(store, index);
    }
}

std::vector<EventIndex> causes_of(const Store& store, EventIndex index, std::size_t most) {
    std::vector<EventIndex> causes;
    for (auto cause = cause_of(store, index); cause && causes.size() < most; cause = cause_of(store, *cause))
        causes.push_back(*cause);
    return causes;
}

std::string cause_text(const Store& store, EventIndex index, const Words& words) {
    const Event& event = store.event(index);
    const std::string who = store.label(event.a), what = store.label(event.b), text = store.text(event.text);
    const auto say = [&](std::string_view key) {
        return words.fill(key, {{"who", who}, {"what", what}, {"text", text}});
    };
    switch (event.kind) {
        case EventKind::step: return say(event.text == 0 ? "cause.runs" : "cause.gets");
        case EventKind::call: return say("cause.call");
        case EventKind::yield: return say("cause.yield");
        case EventKind::create: return say("cause.made");
        case EventKind::task_return: return say("cause.finished");
        case EventKind::task_raise: return say("cause.fails");
        case EventKind::task_cancelled: return say("cause.cancelled");
        case EventKind::resolve: return say("cause.done");
        case EventKind::timer: return say("cause.timer");
        case EventKind::intervene: return say("cause.intervene");
        default: break;
    }
    if (event.kind != EventKind::ready) return std::string(trace::name_of(event.kind)) + " " + who;
    switch (static_cast<ReadyReason>(event.flags)) {
        case ReadyReason::woken: return say("cause.woken");
        case ReadyReason::timer: return say("cause.due");
        case ReadyReason::io: return say("cause.io");
        case ReadyReason::thread: return say("cause.thread");
        default: return say("cause.ready");
    }
}

}  // namespace loopscope::viz
