#include "viz/panels/task_text.h"

#include "viz/data/labels.h"

namespace loopscope::viz {

using trace::TaskState;

namespace {

std::string with_value(std::string text, const std::string& value) {
    return value.empty() || value == "None" ? text : text + ": " + value;
}

// How a task ended that nobody holds any more.
std::string ending_text(const Store& store, trace::ObjectId task) {
    const Lane& lane = store.lanes().lanes[store.lanes().lane_of(task)];
    switch (lane.how) {
        case LaneEnd::returned: return with_value("finished", store.text(store.event(lane.end).text));
        case LaneEnd::failed: return with_value("failed", store.text(store.event(lane.end).text));
        case LaneEnd::cancelled: return "cancelled";
        case LaneEnd::open: break;
    }
    return "destroyed";
}

}  // namespace

std::string state_text(const Store& store, const trace::LoopState& now, trace::ObjectId task) {
    const trace::ObjectState* object = now.object(task);
    if (object == nullptr) {
        return store.objects()[task].created < now.applied ? ending_text(store, task) : "not created yet";
    }
    const std::string outcome = store.text(object->outcome);
    switch (object->task_state) {
        case TaskState::created: return "created";
        case TaskState::ready: return object->must_cancel ? "ready, to be cancelled" : "ready";
        case TaskState::running: return "running";
        case TaskState::suspended: {
            const std::string what = store.label(object->awaits);
            return what.starts_with("sleep until") ? "sleeps" + what.substr(5) : "waits: " + what;
        }
        case TaskState::returned: return with_value("finished", outcome);
        case TaskState::failed: return with_value("failed", outcome);
        case TaskState::cancelled: return "cancelled";
    }
    return {};
}

std::string loop_text(const Store&, const trace::LoopState& now) {
    if (now.in_select) {
        return now.select_timeout_ns < 0 ? "waits for the network"
                                         : "waits for " + seconds_text(now.select_timeout_ns);
    }
    if (now.loop_closed) return "closed";
    if (now.turn == 0) return now.loop_running ? "running" : "not started";
    return "turn " + std::to_string(now.turn) + ", t = " + seconds_text(now.now_ns);
}

std::string span_text(const Store& store, const Lane& lane, const Span& span) {
    const std::string who = lane.task == 0 ? "The loop" : store.label(lane.task);
    std::string text;
    switch (span.state) {
        case SpanState::running: text = who + " runs"; break;
        case SpanState::ready: text = who + " is ready and waits for its turn"; break;
        case SpanState::suspended: text = who + " waits for " + store.label(span.about); break;
        case SpanState::call: text = "The loop runs a callback of " + store.label(span.about); break;
        case SpanState::selecting: text = "The loop waits: nothing is ready"; break;
    }
    const std::int64_t from = store.time_at(span.begin + 1), to = store.time_at(span.end + 1);
    text += from == to ? ", at t = " + seconds_text(from)
                       : ", from t = " + seconds_text(from) + " to " + seconds_text(to);
    const trace::Location& location = store.recording().location(span.loc);
    if (location.line != 0) {
        const std::string& path = store.recording().source(location.source).path;
        text += "\n" + path.substr(path.find_last_of('/') + 1) + ", line " + std::to_string(location.line);
    }
    return text;
}

}  // namespace loopscope::viz
