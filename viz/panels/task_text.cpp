#include "viz/panels/task_text.h"

#include "viz/data/labels.h"
#include "viz/data/source_place.h"

namespace loopscope::viz {

using trace::TaskState;

namespace {

std::string with_value(std::string text, const std::string& value) {
    return value.empty() || value == "None" ? text : text + ": " + value;
}

// How a task ended that nobody holds any more.
std::string ending_text(const Store& store, trace::ObjectId task, const Words& words) {
    const Lane& lane = store.lanes().lanes[store.lanes().lane_of(task)];
    switch (lane.how) {
        case LaneEnd::returned:
            return with_value(words["state.finished"], store.text(store.event(lane.end).text));
        case LaneEnd::failed:
            return with_value(words["state.failed"], store.text(store.event(lane.end).text));
        case LaneEnd::cancelled: return words["state.cancelled"];
        case LaneEnd::destroyed:
        case LaneEnd::open: break;
    }
    return words["state.destroyed"];
}

std::string waiting_text(const Store& store, trace::ObjectId awaited, const Words& words) {
    const trace::ObjectInfo& object = store.objects()[awaited];
    if (object.kind == trace::ObjectKind::sleep)
        return words.fill("state.sleeps", {{"time", seconds_text(object.value)}});
    return words.fill("state.waits", {{"what", store.label(awaited)}});
}

std::string_view span_key(SpanState state) {
    switch (state) {
        case SpanState::running: return "span.running";
        case SpanState::ready: return "span.ready";
        case SpanState::suspended: return "span.suspended";
        case SpanState::call: return "span.call";
        case SpanState::selecting: return "span.selecting";
    }
    return "span.running";
}

}  // namespace

std::string state_text(const Store& store, const trace::LoopState& now, trace::ObjectId task,
                       const Words& words) {
    const trace::ObjectState* object = now.object(task);
    if (object == nullptr) {
        return store.objects()[task].created < now.applied ? ending_text(store, task, words)
                                                           : words["state.not_created"];
    }
    const std::string outcome = store.text(object->outcome);
    switch (object->task_state) {
        case TaskState::created: return words["state.created"];
        case TaskState::ready: return words[object->must_cancel ? "state.ready_to_cancel" : "state.ready"];
        case TaskState::running: return words["state.running"];
        case TaskState::suspended: return waiting_text(store, object->awaits, words);
        case TaskState::returned: return with_value(words["state.finished"], outcome);
        case TaskState::failed: return with_value(words["state.failed"], outcome);
        case TaskState::cancelled: return words["state.cancelled"];
    }
    return {};
}

std::string loop_text(const trace::LoopState& now, const Words& words) {
    if (now.in_select) {
        return now.select_timeout_ns < 0
                   ? words["loop.state.network"]
                   : words.fill("loop.state.waits", {{"time", seconds_text(now.select_timeout_ns)}});
    }
    if (now.loop_closed) return words["loop.state.closed"];
    if (now.turn == 0) return words[now.loop_running ? "state.running" : "loop.state.not_started"];
    return words.fill("loop.state.turn",
                      {{"turn", std::to_string(now.turn)}, {"time", seconds_text(now.now_ns)}});
}

std::string span_text(const Store& store, const Lane& lane, const Span& span, const Words& words) {
    std::string text = words.fill(span_key(span.state),
                                  {{"who", lane.task == 0 ? words["the_loop"] : store.label(lane.task)},
                                   {"what", store.label(span.about)}});
    const std::int64_t from = store.time_at(span.begin + 1), to = store.time_at(span.end + 1);
    text += ", " + words.fill(from == to ? "span.at" : "span.from",
                              {{"from", seconds_text(from)}, {"to", seconds_text(to)}});
    const trace::Location& location = store.recording().location(span.loc);
    if (location.line != 0)
        text +=
            "\n" + words.fill("span.place", {{"file", file_name(store.recording().source(location.source))},
                                             {"line", std::to_string(location.line)}});
    return text;
}

}  // namespace loopscope::viz
