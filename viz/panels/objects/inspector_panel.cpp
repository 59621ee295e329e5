#include "viz/panels/objects/inspector_panel.h"

#include "viz/data/explain/causes.h"
#include "viz/data/instant/network_waits.h"
#include "viz/data/instant/primitives.h"
#include "viz/data/recording/event_object.h"
#include "viz/data/recording/labels.h"
#include "viz/data/recording/source_place.h"
#include "viz/panels/base/task_text.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>

namespace loopscope::viz {

using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

// `word` is the field's name in the texts; what follows stands beside it.
void field_name(const Scene& scene, std::string_view word) {
    const float left = ImGui::GetCursorPosX(), top = ImGui::GetCursorPosY();
    small_beside(scene, scene.theme->text_dim, scene.say("field." + std::string(word)));
    ImGui::SetCursorPos({left + scene.px(68), top});
}

void field(const Scene& scene, std::string_view word, std::string_view value) {
    field_name(scene, word);
    write_line(scene, Type::body, scene.theme->text, value);
}

// A line of source, which the source panel shows when it is pressed.
void place_link(const Scene& scene, Wishes& wishes, trace::LocationId loc) {
    const trace::Location& location = scene.store->recording().location(loc);
    ImGui::PushID(static_cast<int>(loc));
    std::string text = place_text(*scene.store, loc);
    if (text_width(scene.brush(), Type::strong, text) > ImGui::GetContentRegionAvail().x)
        text =
            scene.say("inspector.at_line", {{"line", std::to_string(named_place(*scene.store, loc).line)}});
    if (text_link(scene, text)) wishes.place = {location.source, location.line, false};
    ImGui::PopID();
}

// One object with its kind and, if known, the line.
void object_row(const Scene& scene, Wishes& wishes, ObjectId id, float indent, std::string_view remark) {
    if (indent > 0) ImGui::Indent(indent);
    object_link(scene, wishes, id, scene.store->label(id));
    if (!remark.empty()) {
        ImGui::SameLine();
        small_beside(scene, scene.theme->text_dim, remark);
    }
    if (indent > 0) ImGui::Unindent(indent);
}

std::string future_text(const Scene& scene, const ObjectState& object) {
    const std::string outcome = scene.store->text(object.outcome);
    if (trace::is_primitive(object.kind)) return primitive_text(*scene.store, object, *scene.words, true);
    switch (object.future_state) {
        case trace::FutureState::pending: return scene.say("state.pending");
        case trace::FutureState::result:
            return scene.say("state.done") + (outcome.empty() ? "" : ": " + outcome);
        case trace::FutureState::exception: return scene.say("state.failed") + ": " + outcome;
        case trace::FutureState::cancelled: return scene.say("state.cancelled");
    }
    return {};
}

// "at server.py:12", or, where that has no room beside the name, the line without its file.
std::string awaited_at(const Scene& scene, trace::LocationId at, std::string_view name, float indent) {
    const Brush brush = scene.brush();
    const std::string text = scene.say("inspector.at", {{"place", place_text(*scene.store, at)}});
    const float room = ImGui::GetContentRegionAvail().x - indent - text_width(brush, Type::strong, name) -
                       ImGui::GetStyle().ItemSpacing.x;
    if (text_width(brush, Type::small, text) <= room) return text;
    const std::uint32_t line = named_place(*scene.store, at).line;
    return scene.say("inspector.at_line", {{"line", std::to_string(line)}});
}

// Where a chain of waiting goes on from `object`, to which it came from `before`; 0 = nowhere.
ObjectId next_in_chain(const Scene& scene, const ObjectState& object, ObjectId before) {
    if (object.kind == ObjectKind::task) return object.awaits;
    const trace::LoopState& now = *scene.now;
    if (const ObjectId queue = joined_queue(scene.store->objects(), object.id); queue != 0) return queue;
    if (const NetworkWait wait = network_wait(*scene.store, now, object.id); wait.by_way_of != 0)
        return wait.by_way_of;
    if (const NetworkWait wait = network_wait(*scene.store, now, before);
        wait.end != 0 && wait.by_way_of == object.id)
        return wait.by.empty() ? 0 : wait.by.front();
    if (object.kind == ObjectKind::transport) return who_uses(*scene.store, now, object.id, false);
    if (object.kind == ObjectKind::lock) return object.primitive().owner;
    if (object.awaits != 0) return object.awaits;
    return object.links().size() == 1 ? object.links().front().object : 0;
}

// Nobody knows whether who could send or read will: only if nobody else could, it is a circle for ever.
bool is_sure(const Scene& scene, const std::vector<ObjectId>& chain) {
    return std::all_of(chain.begin(), chain.end(), [&](ObjectId id) {
        const NetworkWait wait = network_wait(*scene.store, *scene.now, id);
        return wait.by_way_of == 0 || wait.certain;
    });
}

// What `object` waits for, and what that waits for, down to the end. A circle ends it too.
void await_chain(const Scene& scene, Wishes& wishes, const ObjectState& first) {
    heading(scene, scene.say("inspector.waits_for"));
    std::vector<ObjectId> seen{first.id};
    const ObjectState* object = &first;
    for (int depth = 0; object != nullptr && depth < 32; ++depth) {
        const ObjectId before = seen.size() > 1 ? seen[seen.size() - 2] : 0;
        const ObjectId next = next_in_chain(scene, *object, before);
        if (next == 0) break;
        const float indent = scene.px(12) * static_cast<float>(depth);
        std::string remark = scene.say(kind_key(scene.store->objects()[next].kind));
        if (object->kind == ObjectKind::task && !place_text(*scene.store, object->at).empty())
            remark = awaited_at(scene, object->at, scene.store->label(next), indent);
        ImGui::PushID(depth);
        object_row(scene, wishes, next, indent, remark);
        ImGui::PopID();
        if (std::find(seen.begin(), seen.end(), next) != seen.end()) {
            if (is_sure(scene, seen))
                write(scene, Type::strong, scene.theme->bad, scene.say("inspector.circle"));
            break;
        }
        seen.push_back(next);
        object = scene.now->object(next);
        if (object != nullptr && object->kind != ObjectKind::task && object->links().size() > 1) break;
    }
}

void object_list(const Scene& scene, Wishes& wishes, const std::string& title,
                 const std::vector<ObjectId>& ids) {
    if (ids.empty()) return;
    space(scene, 3);
    heading(scene, title);
    ImGui::PushID(title.c_str());
    for (std::size_t i = 0; i < std::min<std::size_t>(ids.size(), 100); ++i) {
        ImGui::PushID(static_cast<int>(i));
        object_row(scene, wishes, ids[i], 0, {});
        ImGui::PopID();
    }
    if (ids.size() > 100)
        write(scene, Type::small, scene.theme->text_dim,
              scene.say("ui.more", {{"count", std::to_string(ids.size() - 100)}}));
    ImGui::PopID();
}

void links(const Scene& scene, Wishes& wishes, const ObjectState& object) {
    if (object.links().empty()) return;
    space(scene, 3);
    heading(scene, scene.say("inspector.holds"));
    int row = 0;
    for (const trace::Link& link : object.links()) {
        if (row == 100) break;
        ImGui::PushID(row++);
        const ObjectState* held = scene.now->object(link.object);
        std::string remark = scene.store->text(link.role);
        if (held != nullptr && held->done())
            remark += (remark.empty() ? "" : ", ") + future_text(scene, *held);
        object_row(scene, wishes, link.object, 0, remark);
        ImGui::PopID();
    }
}

void stream(const Scene& scene, const ObjectState& object) {
    const trace::StreamState& s = object.stream();
    const auto bytes = [&](std::int64_t n) {
        return n == 1 ? scene.say("bytes.one") : scene.say("bytes.many", {{"count", std::to_string(n)}});
    };
    field(scene, "written",
          scene.say("inspector.not_sent",
                    {{"bytes", bytes(s.written)}, {"count", std::to_string(s.write_buffer)}}));
    field(scene, "received",
          scene.say("inspector.not_read",
                    {{"bytes", bytes(s.received)}, {"count", std::to_string(s.read_buffer)}}));
    std::string state;
    for (const auto& [is, text] : {std::pair{s.reading_paused, "stream.state.reading_paused"},
                                   {s.writing_paused, "stream.state.writing_paused"},
                                   {s.eof_received, "stream.state.eof_received"},
                                   {s.eof_sent, "stream.state.eof_sent"},
                                   {s.closing, "stream.state.closing"},
                                   {s.lost, "stream.state.closed"}}) {
        if (is) state += (state.empty() ? "" : ", ") + scene.say(text);
    }
    if (!state.empty()) field(scene, "state", state);
}

// The coroutines that a task is inside of, the outermost first. Each leads to its line.
void frames(const Scene& scene, Wishes& wishes, const ObjectState& object) {
    const auto frames = object.frames();
    if (frames.empty()) return;
    const float left = ImGui::GetCursorPosX() + scene.px(68);
    field_name(scene, "inside");
    for (std::size_t i = 0; i < frames.size(); ++i) {
        // One that awaits another is at the line where that was called; the last one's is said above.
        const trace::LocationId at = i + 1 < frames.size() ? frames[i + 1].called_from : trace::LocationId{0};
        const trace::Location& location = scene.store->recording().location(at);
        const std::string function = scene.store->text(frames[i].function);
        const SourcePlace place = location.line != 0 ? SourcePlace{location.source, location.line, false}
                                                     : definition_of(*scene.store, function);
        ImGui::SetCursorPosX(left);
        ImGui::PushID(static_cast<int>(i));
        if (place.line == 0) {
            write_line(scene, Type::body, scene.theme->text, function + "()");
        } else if (text_link(scene, function + "()")) {
            wishes.place = place;
        }
        if (location.line != 0) {
            ImGui::SameLine(0, scene.px(6));
            const std::uint32_t line = named_place(*scene.store, at).line;
            small_beside(scene, scene.theme->text_dim, ":" + std::to_string(line));
        }
        ImGui::PopID();
    }
}

// Of a task that is over: when it began and ended, and what it waited for longest. Pressing one goes to where
// it began to wait.
void life(const Scene& scene, Wishes& wishes, ObjectId task) {
    const Store& store = *scene.store;
    const Lane& lane = store.lanes().lanes[store.lanes().lane_of(task)];
    const auto time = [&](std::int64_t ns) { return seconds_text(ns, *scene.words); };
    const std::int64_t begin = store.time_at(lane.begin + 1), end = store.time_at(lane.end + 1);
    field(scene, "lived",
          scene.say("inspector.lived",
                    {{"from", time(begin)}, {"to", time(end)}, {"time", time(end - begin)}}));
    struct Wait {
        const Span* span;
        std::int64_t takes_ns;
    };
    std::vector<Wait> waits;
    for (const Span& span : store.lanes().spans_of(lane)) {
        const std::int64_t takes = store.time_at(span.end + 1) - store.time_at(span.begin + 1);
        if (span.state == SpanState::suspended && takes > 0) waits.push_back({&span, takes});
    }
    if (waits.empty()) return;
    std::stable_sort(waits.begin(), waits.end(),
                     [](const Wait& a, const Wait& b) { return a.takes_ns > b.takes_ns; });
    space(scene, 3);
    heading(scene, scene.say("inspector.longest_waits"));
    constexpr std::size_t kMost = 5;
    for (std::size_t i = 0; i < std::min(kMost, waits.size()); ++i) {
        const float left = ImGui::GetCursorPosX(), top = ImGui::GetCursorPosY();
        small_beside(scene, scene.theme->text_dim, time(waits[i].takes_ns));
        ImGui::SetCursorPos({left + scene.px(68), top});
        ImGui::PushID(static_cast<int>(i) + 5000);
        std::string what = store.label(waits[i].span->about);
        if (const std::string place = place_text(store, waits[i].span->loc); !place.empty())
            what += ", " + place;
        if (wrapped_link(scene, what)) wishes.seek = waits[i].span->begin + 1;
        ImGui::PopID();
    }
}

// Where it waits, or how far it has come.
SourcePlace line_of(const Scene& scene, const ObjectState& object) {
    const bool focused = scene.focus && object_of(scene.store->event(*scene.focus)) == object.id;
    return object.done() ? SourcePlace()
                         : place_of(*scene.store, *scene.now, scene.focus, object.id, focused);
}

// "12 of server.py", or, where that has no room, "12 in Python".
std::string line_text(const Scene& scene, SourcePlace place) {
    const NamedPlace named = named_place(*scene.store, place.source, place.line);
    const std::string line = std::to_string(named.line);
    std::string text = scene.say("inspector.line_of", {{"line", line}, {"file", named.file}});
    if (text_width(scene.brush(), Type::strong, text) <= ImGui::GetContentRegionAvail().x) return text;
    const std::string_view language = named.language == "python" ? "Python" : "C++";
    return scene.say("inspector.line_in", {{"line", line}, {"language", language}});
}

void object_fields(const Scene& scene, Wishes& wishes, const ObjectState& object) {
    const bool task = object.kind == ObjectKind::task;
    field(scene, "state",
          task ? state_text(*scene.store, *scene.now, object.id, *scene.words, false)
               : future_text(scene, object));
    if (const SourcePlace at = task ? line_of(scene, object) : SourcePlace(); at.line != 0) {
        field_name(scene, "line");
        ImGui::PushID("line");
        if (text_link(scene, line_text(scene, at))) wishes.place = at;
        ImGui::PopID();
    }
    if (task) frames(scene, wishes, object);
    if (object.cancelling > 0)
        field(scene, "cancel",
              scene.say(object.cancelling == 1 ? "inspector.request" : "inspector.requests",
                        {{"count", std::to_string(object.cancelling)}}));
    if (object.must_cancel) field(scene, "next_step", scene.say("inspector.throws"));
    if (object.kind == ObjectKind::transport) stream(scene, object);
    const std::uint32_t source = scene.store->recording().location(object.created_at).source;
    const bool visible = !scene.store->recording().source(source).text.empty();
    const std::string made = visible ? place_text(*scene.store, object.created_at) : "";
    if (object.creator != 0 || !made.empty()) {
        const float left = ImGui::GetCursorPosX();
        field_name(scene, "made_by");
        if (object.creator == 0) {
            write(scene, Type::body, scene.theme->text, scene.say("inspector.program"));
        } else {
            object_link(scene, wishes, object.creator, scene.store->label(object.creator));
        }
        if (!made.empty()) {
            ImGui::SetCursorPosX(left + scene.px(68));
            place_link(scene, wishes, object.created_at);
        }
    }
    if (task && object.done() && scene.store->lanes().lane_of(object.id) != 0) life(scene, wishes, object.id);
    space(scene, 3);
    if (object.awaits != 0) await_chain(scene, wishes, object);
    std::vector<ObjectId> waiters = scene.now->waiters(object.id);
    if (trace::is_primitive(object.kind)) {
        waiters.clear();
        for (const InLine& one : line_of(*scene.store, *scene.now, object.id)) waiters.push_back(one.who);
        if (object.primitive().owner != 0)
            object_list(scene, wishes, scene.say("primitive.owner"), {object.primitive().owner});
    }
    object_list(scene, wishes, scene.say("inspector.waited_for"), waiters);
    object_list(scene, wishes, scene.say("inspector.tells"), object.callbacks());
    links(scene, wishes, object);
}

void history_buttons(const Scene& scene, Wishes& wishes) {
    if (pill(scene, "back", "\u2190", false, scene.px(28))) wishes.commands.push_back(Command::back);
    if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, Command::back));
    ImGui::SameLine(0, scene.px(4));
    if (pill(scene, "forward", "\u2192", false, scene.px(28))) wishes.commands.push_back(Command::forward);
    if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, Command::forward));
}

// What a task runs stands below its name where it has no room beside it.
void title(const Scene& scene, Wishes& wishes, ObjectId id) {
    const Brush brush = scene.brush();
    const float top = ImGui::GetCursorPosY(), room = ImGui::GetContentRegionAvail().x - scene.px(66);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string full = scene.store->full_label(id), name = scene.store->label(id);
    const bool below = full != name && text_width(brush, Type::title, full) > room;
    text_within(brush, Type::title, at, room, scene.theme->text, below ? name : full);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room + scene.px(6));
    history_buttons(scene, wishes);
    ImGui::SetCursorPosY(top + std::max(scene.px(26), text_height(brush, Type::title)));
    if (below) write_line(scene, Type::body, scene.theme->text_dim, scene.store->function_of(id) + "()");
}

// What led to the present event, the nearest first; pressing one goes there.
void why_now(const Scene& scene, Wishes& wishes) {
    if (scene.chain.size() < 2) return;
    space(scene, 4);
    heading(scene, scene.say("inspector.why"));
    constexpr std::size_t kMost = 8;
    for (std::size_t i = 1; i < std::min(scene.chain.size(), kMost + 1); ++i) {
        const trace::EventIndex event = scene.chain[i];
        const float left = ImGui::GetCursorPosX(), top = ImGui::GetCursorPosY();
        small_beside(scene, scene.theme->text_dim, std::to_string(event));
        ImGui::SetCursorPos({left + scene.px(40), top});
        ImGui::PushID(static_cast<int>(i));
        if (wrapped_link(scene, cause_text(*scene.store, event, *scene.words))) wishes.seek = event + 1;
        ImGui::PopID();
    }
}

}  // namespace

void inspector_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("inspector", scene, rect, {14, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, false, true);
    const ObjectId id = scene.subject(view);
    if (scene.store == nullptr || scene.now == nullptr || id == 0) {
        if (!view.has_tab(View::inspector)) heading(scene, name_of(View::inspector, *scene.words));
        if (scene.store != nullptr)
            write_wrapped(scene, Type::body, scene.theme->text_dim, scene.say("inspector.empty"));
        end_panel();
        return;
    }
    const ObjectState* object = scene.now->object(id);
    heading(scene, scene.say(kind_key(scene.store->objects()[id].kind)) +
                       (view.selection.empty() ? "" : ", " + scene.say("inspector.selected")));
    title(scene, wishes, id);
    space(scene, 2);
    if (object == nullptr) {
        field(scene, "state", state_text(*scene.store, *scene.now, id, *scene.words));
    } else {
        object_fields(scene, wishes, *object);
    }
    if (scene.focus) {
        space(scene, 4);
        field_name(scene, "event");
        const trace::Event& event = scene.store->event(*scene.focus);
        const std::string text =
            std::to_string(*scene.focus) + ", " + std::string(trace::name_of(event.kind));
        ImGui::PushID("event");
        if (text_link(scene, text) && !view.arrangement().shows(View::events))
            wishes.commands.push_back(Command::show_events);
        ImGui::PopID();
    }
    why_now(scene, wishes);
    end_panel();
}

}  // namespace loopscope::viz
