#include "viz/data/recording/source_place.h"

#include "viz/data/recording/warning_text.h"

#include <algorithm>
#include <cctype>
#include <span>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::LocationId;

namespace {

constexpr EventIndex kFarEnough = 4096;  // events of one step to look at

SourcePlace place(const Store& store, LocationId loc, bool running) {
    const trace::Location& location = store.recording().location(loc);
    return {location.line == 0 ? 0 : location.source, location.line, running};
}

// Whether it has the line that the running task has reached: a warning has that of what it is about.
bool is_its_line(const Event& event) { return event.loc != 0 && event.kind != EventKind::warning; }

// The line that a running task has reached: of what it did last in this step, or where it woke up.
SourcePlace running_place(const Store& store, const trace::LoopState& now, const trace::ObjectState& task) {
    const auto begun = std::find_if(now.running.rbegin(), now.running.rend(), [&](const trace::Running& r) {
        return r.is_task && r.object == task.id;
    });
    EventIndex first = begun == now.running.rend() ? now.applied : begun->since;
    if (now.applied - first > kFarEnough) first = now.applied - kFarEnough;
    for (EventIndex i = now.applied; i-- > first;) {
        if (is_its_line(store.event(i))) return place(store, store.event(i).loc, true);
    }
    const std::span<const Span> spans = store.lanes().spans_before(task.id, now.applied);
    const auto known =
        std::find_if(spans.rbegin(), spans.rend(), [](const Span& span) { return span.loc != 0; });
    if (known != spans.rend()) return place(store, known->loc, true);
    return task.frames().empty()
               ? SourcePlace{}
               : definition_of(store, store.recording().string(task.frames().back().function));
}

bool is_name(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_'; }

// `function(` stands in a line of C++, outside of a comment.
bool calls(std::string_view row, std::string_view function) {
    row = row.substr(0, row.find("//"));
    for (std::size_t at = row.find(function); at != std::string_view::npos; at = row.find(function, at + 1)) {
        const std::size_t end = at + function.size();
        if ((at == 0 || !is_name(row[at - 1])) && end < row.size() && row[end] == '(') return true;
    }
    return false;
}

bool ends_task(EventKind kind) {
    return kind == EventKind::task_return || kind == EventKind::task_raise ||
           kind == EventKind::task_cancelled;
}

// The line that a task had reached in the step that was its last: the end itself has none. Nowhere if nothing
// in that step has one.
SourcePlace last_place(const Store& store, EventIndex end) {
    const Event& ended = store.event(end);
    const EventIndex first = end - std::min(end, kFarEnough);
    for (EventIndex i = end; i-- > first;) {
        const Event& event = store.event(i);
        if (is_its_line(event)) return place(store, event.loc, true);
        if (event.kind == EventKind::step && event.a == ended.a) break;
    }
    return {};
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

SourcePlace forgotten_at(const Store& store, const Event& warning) {
    const trace::Recording& recording = store.recording();
    if (warning.kind != EventKind::warning || recording.header.language != "c++") return {};
    const std::string message = store.text(warning.text);
    const std::string_view function = never_awaited(trace::parse_warning(message));
    const SourcePlace definition = definition_of(store, function);
    if (definition.line == 0) return {};
    SourcePlace call = {};
    std::string_view text = recording.source(definition.source).text;
    for (std::uint32_t line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (line != definition.line && calls(text.substr(0, end), function)) {
            if (call.line != 0) return definition;
            call = {definition.source, line, true};
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return call.line == 0 ? definition : call;
}

namespace {

// The program's function that a timer or call_soon() calls, or else where that was asked for.
SourcePlace called_place(const Store& store, const Event& call) {
    const SourcePlace function = definition_of(store, store.function_called(call.a));
    const EventIndex made = store.objects()[call.a].created;
    if (function.line != 0 || made == trace::kNever) return function;
    return place(store, store.event(made).loc, false);
}

}  // namespace

SourcePlace place_of(const Store& store, const trace::LoopState& now, std::optional<EventIndex> focus,
                     trace::ObjectId subject, bool focused) {
    if (focused && focus) {
        const Event& event = store.event(*focus);
        const bool runs = event.kind != EventKind::await && event.kind != EventKind::yield;
        if (const SourcePlace made = forgotten_at(store, event); made.line != 0) return made;
        if (event.loc != 0) return place(store, event.loc, runs);
        if (const StackSpan* left = store.flames().left_unsuspended(*focus); left != nullptr)
            return place(store, left->loc, true);  // back at the await that started it
        if (event.kind == EventKind::call || event.kind == EventKind::call_end)
            if (const SourcePlace called = called_place(store, event); called.line != 0) return called;
        if (ends_task(event.kind))
            if (const SourcePlace last = last_place(store, *focus); last.line != 0) return last;
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
        if (running.line != 0) return running;
        // Its first step has only just begun: the coroutine it will enter next.
        for (EventIndex i = now.applied; i < std::min<EventIndex>(now.applied + 4, store.event_count());
             ++i) {
            if (store.event(i).kind != EventKind::enter) continue;
            const SourcePlace begins = definition_of(store, store.recording().string(store.event(i).text));
            if (begins.line != 0) return begins;
            break;
        }
    }
    // Of one that is done the line that was its last.
    if (const std::uint32_t lane = store.lanes().lane_of(subject);
        lane != 0 && task->task_state >= trace::TaskState::returned) {
        const EventIndex end = store.lanes().lanes[lane].end;
        if (end < store.event_count() && ends_task(store.event(end).kind) && store.event(end).a == subject)
            if (SourcePlace last = last_place(store, end); last.line != 0) {
                last.running = false;
                return last;
            }
    }
    if (task->at != 0) return place(store, task->at, false);
    // In the code of a library, too, what made the task is the program's nearest line.
    return place(store, task->created_at, false);
}

std::string file_name(const trace::Source& source) {
    return source.path.substr(source.path.find_last_of('/') + 1);
}

NamedPlace named_place(const Store& store, std::uint32_t source, std::uint32_t line) {
    if (const auto& reading = store.reading(); reading && source != 0 && reading->source == source) {
        const std::uint32_t there = reading->lines.shown_left_of(line);
        if (there != 0) return {reading->file, "python", there};
    }
    const trace::Source& recorded = store.recording().source(source);
    return {file_name(recorded), recorded.language, line};
}

NamedPlace named_place(const Store& store, trace::LocationId loc) {
    const trace::Location& location = store.recording().location(loc);
    return named_place(store, location.source, location.line);
}

std::string place_text(const Store& store, trace::LocationId loc) {
    const NamedPlace place = named_place(store, loc);
    return place.line == 0 ? "" : place.file + ":" + std::to_string(place.line);
}

}  // namespace loopscope::viz
