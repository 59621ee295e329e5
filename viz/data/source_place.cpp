#include "viz/data/source_place.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::LocationId;

namespace {

SourcePlace place(const Store& store, LocationId loc, bool running) {
    const trace::Location& location = store.recording().location(loc);
    return {location.line == 0 ? 0 : location.source, location.line, running};
}

std::string_view line_of(std::string_view text, std::uint32_t number) {
    for (std::uint32_t line = 1; line < number && !text.empty(); ++line) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    return text.substr(0, text.find('\n'));
}

// What the source says where such an event happens; empty: nothing typical.
std::string_view typical_call(EventKind kind) {
    switch (kind) {
        case EventKind::print: return "print(";
        case EventKind::cancel: return "cancel(";
        case EventKind::uncancel: return "uncancel(";
        case EventKind::stream_write: return "write(";
        case EventKind::stream_close: return "close(";
        case EventKind::resolve: return "set_";
        case EventKind::collect: return "collect(";
        default: return {};
    }
}

// Whether a print() of this line could have printed `text`: its string literals are all in it.
bool could_print(std::string_view line, std::string_view text) {
    for (std::size_t at = line.find('"'); at != std::string_view::npos;) {
        const std::size_t end = line.find('"', at + 1);
        if (end == std::string_view::npos) break;
        if (text.find(line.substr(at + 1, end - at - 1)) == std::string_view::npos) return false;
        at = line.find('"', end + 1);
    }
    return true;
}

// In C++ only an await knows its line exactly; for what is done after it the recording has the line of the
// last await. The event itself happened at the first of the following lines that says so.
SourcePlace refined(const Store& store, SourcePlace place, const Event& event) {
    const std::string_view call = typical_call(event.kind);
    const trace::Source& source = store.recording().source(place.source);
    if (call.empty() || source.language != "c++") return place;
    constexpr std::uint32_t kFar = 30;
    for (std::uint32_t line = place.line; line < place.line + kFar; ++line) {
        const std::string_view text = line_of(source.text, line);
        if (text.starts_with("}")) break;  // the function ends
        const bool fits =
            event.kind != EventKind::print || could_print(text, store.recording().string(event.text));
        if (text.find(call) != std::string_view::npos && fits) return {place.source, line, place.running};
    }
    return place;
}

// The line that a running task has reached: of what it did last in this step, or where it woke up.
SourcePlace running_place(const Store& store, const trace::LoopState& now, const trace::ObjectState& task) {
    const auto begun = std::find_if(now.running.rbegin(), now.running.rend(), [&](const trace::Running& r) {
        return r.is_task && r.object == task.id;
    });
    constexpr EventIndex kFarEnough = 4096;  // events of one step to look at
    EventIndex first = begun == now.running.rend() ? now.applied : begun->since;
    if (now.applied - first > kFarEnough) first = now.applied - kFarEnough;
    for (EventIndex i = now.applied; i-- > first;) {
        if (store.event(i).loc != 0) return place(store, store.event(i).loc, true);
    }
    const Lanes& lanes = store.lanes();
    const auto spans = lanes.spans_of(lanes.lanes[lanes.lane_of(task.id)]);
    const auto after = std::partition_point(spans.begin(), spans.end(),
                                            [&](const Span& s) { return s.begin < now.applied; });
    for (auto span = after; span != spans.begin();) {
        --span;
        if (span->loc != 0) return place(store, span->loc, true);
    }
    return task.frames().empty()
               ? SourcePlace{}
               : definition_of(store, store.recording().string(task.frames().back().function));
}

}  // namespace

SourcePlace definition_of(const Store& store, std::string_view function) {
    const trace::Recording& recording = store.recording();
    if (function.empty()) return {};
    for (std::uint32_t source = 1; source < recording.source_count(); ++source) {
        const bool python = recording.source(source).language == "python";
        std::string_view text = recording.source(source).text;
        const std::string wanted = (python ? "def " : " ") + std::string(function) + "(";
        for (std::uint32_t line = 1; !text.empty(); ++line) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            const std::string_view row = text.substr(0, end);
            const bool defines = python || row.find("Coroutine<") != std::string_view::npos;
            if (defines && row.find(wanted) != std::string_view::npos) return {source, line, true};
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    return {};
}

SourcePlace place_of(const Store& store, const trace::LoopState& now, std::optional<EventIndex> focus,
                     trace::ObjectId subject, bool focused) {
    if (focused && focus) {
        const Event& event = store.event(*focus);
        const bool runs = event.kind != EventKind::await && event.kind != EventKind::yield;
        if (event.loc != 0) return refined(store, place(store, event.loc, runs), event);
        const trace::ObjectState* object = now.object(event.a);
        const bool created = event.kind == EventKind::ready &&
                             event.flags == static_cast<std::uint8_t>(trace::ReadyReason::created);
        if (created && object != nullptr && object->created_at != 0)
            return place(store, object->created_at, true);
    }
    const trace::ObjectState* task = now.object(subject);
    if (task == nullptr) return {};
    if (task->task_state == trace::TaskState::running) {
        const SourcePlace running = running_place(store, now, *task);
        if (running.line != 0)
            return focused && focus ? refined(store, running, store.event(*focus)) : running;
        // Its first step has only just begun: the coroutine it will enter next.
        for (EventIndex i = now.applied; i < std::min<EventIndex>(now.applied + 4, store.event_count());
             ++i) {
            if (store.event(i).kind == EventKind::enter)
                return definition_of(store, store.recording().string(store.event(i).text));
        }
        return {};
    }
    if (task->at != 0) return place(store, task->at, false);
    return place(store, task->created_at, false);
}

std::string file_name(const trace::Source& source) {
    return source.path.substr(source.path.find_last_of('/') + 1);
}

}  // namespace loopscope::viz
