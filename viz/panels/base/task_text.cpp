#include "viz/panels/base/task_text.h"

#include "viz/data/recording/event_object.h"
#include "viz/data/recording/labels.h"
#include "viz/data/recording/source_place.h"

namespace loopscope::viz {

using trace::TaskState;

namespace {

// Few words about a task's state; `brief`: without its value, and of waiting only what is waited for.
class StateWords {
public:
    StateWords(const Store& store, const Words& words, bool brief, bool requests)
        : store_(store), words_(words), brief_(brief), requests_(requests) {}

    std::string of(const trace::LoopState& now, trace::ObjectId task) const {
        const trace::ObjectState* object = now.object(task);
        if (object == nullptr)
            return store_.objects()[task].created < now.applied
                       ? of_gone(task)
                       : words_[brief_ ? "gist.not_yet" : "state.not_created"];
        switch (object->task_state) {
            case TaskState::created: return words_["state.created"];
            case TaskState::ready:
                return object->must_cancel ? words_["state.ready_to_cancel"]
                                           : with_requests(words_["state.ready"], *object);
            case TaskState::running: return with_requests(words_["state.running"], *object);
            case TaskState::suspended: return with_requests(of_waiting(now, object->awaits), *object);
            case TaskState::returned: return with_value("state.finished", object->outcome);
            case TaskState::failed: return of_failed(*object);
            case TaskState::cancelled: return words_["state.cancelled"];
        }
        return {};
    }

private:
    // A request stays until it is taken back, also if the task went on.
    std::string with_requests(const std::string& state, const trace::ObjectState& task) const {
        if (!requests_ || task.cancelling == 0) return state;
        return words_.fill("state.requests", {{"state", state}, {"count", std::to_string(task.cancelling)}});
    }

    // That nobody knows of an error yet is the most important thing about it.
    std::string of_failed(const trace::ObjectState& task) const {
        if (task.retrieved) return with_value("state.failed", task.outcome);
        return brief_ ? words_["gist.failed_unseen"] : with_value("state.failed_unseen", task.outcome);
    }

    std::string with_value(std::string_view key, trace::StringId text) const {
        const std::string value = store_.text(text);
        return brief_ || value.empty() || value == "None" ? words_[key] : words_[key] + ": " + value;
    }

    // How a task ended that nobody holds any more.
    std::string of_gone(trace::ObjectId task) const {
        const Lane& lane = store_.lanes().lanes[store_.lanes().lane_of(task)];
        switch (lane.how) {
            case LaneEnd::returned: return with_value("state.finished", store_.event(lane.end).text);
            case LaneEnd::failed: return with_value("state.failed", store_.event(lane.end).text);
            case LaneEnd::cancelled: return words_["state.cancelled"];
            case LaneEnd::destroyed:
            case LaneEnd::open: break;
        }
        return words_["state.destroyed"];
    }

    std::string of_waiting(const trace::LoopState& now, trace::ObjectId awaited) const {
        const trace::ObjectInfo& object = store_.objects()[awaited];
        // Of a lock, queue or the like it says more in whose line one stands than what function made it so.
        if (const trace::ObjectState* future = now.object(awaited);
            future != nullptr && object.kind == trace::ObjectKind::future && future->awaits != 0 &&
            !store_.objects()[future->awaits].internal)
            awaited = future->awaits;
        if (object.kind == trace::ObjectKind::gather && !brief_) {
            if (const std::string slots = slots_of(now, awaited); !slots.empty())
                return words_.fill("state.waits", {{"what", store_.label(awaited) + " " + slots}});
        }
        if (object.kind == trace::ObjectKind::sleep)
            return words_.fill(brief_ ? "gist.sleeps" : "state.sleeps",
                               {{"time", seconds_text(object.value, words_)}});
        return brief_ ? store_.brief_label(awaited)
                      : words_.fill("state.waits", {{"what", store_.label(awaited)}});
    }

    // The list that a gather is filling: each result at the place of its argument. Empty if it has no room.
    std::string slots_of(const trace::LoopState& now, trace::ObjectId gather) const {
        constexpr std::size_t kMost = 5, kLongest = 24;
        const trace::ObjectState* object = now.object(gather);
        if (object == nullptr || object->links().empty() || object->links().size() > kMost) return {};
        std::string slots;
        for (const trace::Link& link : object->links()) {
            if (store_.objects()[link.object].internal) return {};  // in communicate()
            const trace::ObjectState* child = now.object(link.object);
            const bool filled = child != nullptr && child->future_state == trace::FutureState::result;
            slots += (slots.empty() ? "" : ", ") + (filled ? store_.text(child->outcome) : "\u2013");
        }
        return slots.size() > kLongest ? std::string() : "[" + slots + "]";
    }

    const Store& store_;
    const Words& words_;
    bool brief_, requests_;
};

std::string_view span_key(SpanState state) {
    switch (state) {
        case SpanState::running: return "span.running";
        case SpanState::ready: return "span.ready";
        case SpanState::suspended: return "span.suspended";
        case SpanState::call: return "span.call";
        case SpanState::selecting: return "span.selecting";
        case SpanState::blocked: return "span.blocked";
    }
    return "span.running";
}

}  // namespace

std::string state_text(const Store& store, const trace::LoopState& now, trace::ObjectId task,
                       const Words& words, bool requests) {
    return StateWords(store, words, false, requests).of(now, task);
}

std::string state_gist(const Store& store, const trace::LoopState& now, trace::ObjectId task,
                       const Words& words) {
    return StateWords(store, words, true, false).of(now, task);
}

std::string loop_text(const trace::LoopState& now, const Words& words) {
    if (now.in_select) {
        return now.select_timeout_ns < 0
                   ? words["loop.state.network"]
                   : words.fill("loop.state.waits", {{"time", seconds_text(now.select_timeout_ns, words)}});
    }
    if (now.loop_closed) return words["loop.state.closed"];
    if (now.turn == 0) return words[now.loop_running ? "state.running" : "loop.state.not_started"];
    return words.fill("loop.state.turn",
                      {{"turn", std::to_string(now.turn)}, {"time", seconds_text(now.now_ns, words)}});
}

std::string loop_gist(const trace::LoopState& now, const Words& words) {
    const bool in_turn = !now.in_select && !now.loop_closed && now.turn != 0;
    if (now.turn == 0 && !now.loop_running && !now.loop_closed) return words["gist.not_yet"];
    return in_turn ? words.fill("gist.turn", {{"turn", std::to_string(now.turn)}}) : loop_text(now, words);
}

std::string span_text(const Store& store, const Lane& lane, const Span& span, const Words& words) {
    std::string text = words.fill(span_key(span.state),
                                  {{"who", lane.task == 0 ? words["the_loop"] : store.label(lane.task)},
                                   {"what", store.label(span.about)}});
    const std::int64_t from = store.time_at(span.begin + 1), to = store.time_at(span.end + 1);
    text += ", " + words.fill(from == to ? "span.at" : "span.from",
                              {{"from", seconds_text(from, words)}, {"to", seconds_text(to, words)}});
    const NamedPlace place = named_place(store, span.loc);
    if (place.line != 0)
        text += "\n" + words.fill("span.place", {{"file", place.file}, {"line", std::to_string(place.line)}});
    return text;
}

trace::ObjectId last_task(const Store& store, trace::EventIndex cursor) {
    constexpr trace::EventIndex kFar = 100;
    for (trace::EventIndex i = cursor; i > 0 && cursor - i < kFar; --i) {
        const trace::ObjectId object = object_of(store.event(i - 1));
        if (object != 0 && store.lanes().lane_of(object) != 0) return object;
    }
    return 0;
}

}  // namespace loopscope::viz
