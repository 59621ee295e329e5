#include "viz/panels/inspector_panel.h"

#include "viz/data/causes.h"
#include "viz/data/labels.h"
#include "viz/data/source_place.h"
#include "viz/panels/task_text.h"

#include <algorithm>

namespace loopscope::viz {

using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

void field(const Scene& scene, std::string_view name, std::string_view value) {
    const float left = ImGui::GetCursorPosX(), top = ImGui::GetCursorPosY();
    small_beside(scene, scene.theme->text_dim, name);
    ImGui::SetCursorPos({left + scene.px(68), top});
    write_line(scene, Type::body, scene.theme->text, value);
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
    switch (object.future_state) {
        case trace::FutureState::pending: return "pending";
        case trace::FutureState::result: return outcome.empty() ? "done" : "done: " + outcome;
        case trace::FutureState::exception: return "failed: " + outcome;
        case trace::FutureState::cancelled: return "cancelled";
    }
    return {};
}

// What `object` waits for, and what that waits for, down to the end. A circle ends it too.
void await_chain(const Scene& scene, Wishes& wishes, const ObjectState& first) {
    heading(scene, "Waits for");
    std::vector<ObjectId> seen{first.id};
    const ObjectState* object = &first;
    for (int depth = 0; object != nullptr && depth < 32; ++depth) {
        ObjectId next = object->awaits;
        if (next == 0 && object->kind != ObjectKind::task && object->links().size() == 1)
            next = object->links().front().object;
        if (next == 0) break;
        std::string remark(kind_text(scene.store->objects()[next].kind));
        if (const std::string place = place_text(*scene.store, object->at);
            object->awaits != 0 && !place.empty()) {
            remark = "at " + place;
        }
        ImGui::PushID(depth);
        object_row(scene, wishes, next, scene.px(12) * static_cast<float>(depth), remark);
        ImGui::PopID();
        if (std::find(seen.begin(), seen.end(), next) != seen.end()) {
            write(scene, Type::strong, scene.theme->bad, "a circle: this waits for ever");
            break;
        }
        seen.push_back(next);
        object = scene.now->object(next);
        if (object != nullptr && object->kind != ObjectKind::task && object->links().size() > 1) break;
    }
}

void object_list(const Scene& scene, Wishes& wishes, const char* title, const std::vector<ObjectId>& ids) {
    if (ids.empty()) return;
    space(scene, 3);
    heading(scene, title);
    ImGui::PushID(title);
    for (std::size_t i = 0; i < std::min<std::size_t>(ids.size(), 100); ++i) {
        ImGui::PushID(static_cast<int>(i));
        object_row(scene, wishes, ids[i], 0, {});
        ImGui::PopID();
    }
    if (ids.size() > 100)
        write(scene, Type::small, scene.theme->text_dim, "and " + std::to_string(ids.size() - 100) + " more");
    ImGui::PopID();
}

void links(const Scene& scene, Wishes& wishes, const ObjectState& object) {
    if (object.links().empty()) return;
    space(scene, 3);
    heading(scene, "Holds");
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
    const auto bytes = [](std::int64_t n) { return std::to_string(n) + (n == 1 ? " byte" : " bytes"); };
    field(scene, "written", bytes(s.written) + ", " + std::to_string(s.write_buffer) + " not sent yet");
    field(scene, "received", bytes(s.received) + ", " + std::to_string(s.read_buffer) + " not read yet");
    std::string state;
    for (const auto& [is, text] : {std::pair{s.reading_paused, "reading paused"},
                                   {s.writing_paused, "writing paused"},
                                   {s.eof_received, "other side has ended"},
                                   {s.eof_sent, "we have ended"},
                                   {s.closing, "closing"},
                                   {s.lost, "closed"}}) {
        if (is) state += (state.empty() ? "" : ", ") + std::string(text);
    }
    if (!state.empty()) field(scene, "state", state);
}

void frames(const Scene& scene, const ObjectState& object) {
    if (object.frames().empty()) return;
    std::string text;
    for (const trace::Frame& frame : object.frames())
        text += (text.empty() ? "" : " \u2192 ") + scene.store->text(frame.function) + "()";
    field(scene, "inside", text);
}

// Where it waits, or how far it has come.
std::string line_text(const Scene& scene, const ObjectState& object) {
    const bool focused = scene.focus && scene.store->event(*scene.focus).a == object.id;
    const SourcePlace place = place_of(*scene.store, *scene.now, scene.focus, object.id, focused);
    if (place.line == 0 || object.done()) return {};
    const std::string& path = scene.store->recording().source(place.source).path;
    return std::to_string(place.line) + " of " + path.substr(path.find_last_of('/') + 1);
}

void object_fields(const Scene& scene, Wishes& wishes, const ObjectState& object) {
    const bool task = object.kind == ObjectKind::task;
    field(scene, "state",
          task ? state_text(*scene.store, *scene.now, object.id) : future_text(scene, object));
    if (const std::string at = task ? line_text(scene, object) : ""; !at.empty()) field(scene, "line", at);
    if (task) frames(scene, object);
    if (object.cancelling > 0)
        field(scene, "cancel",
              std::to_string(object.cancelling) + (object.cancelling == 1 ? " request" : " requests"));
    if (object.must_cancel) field(scene, "next step", "CancelledError is thrown in");
    if (object.kind == ObjectKind::transport) stream(scene, object);
    const std::uint32_t source = scene.store->recording().location(object.created_at).source;
    const bool visible = !scene.store->recording().source(source).text.empty();
    const std::string made = visible ? place_text(*scene.store, object.created_at) : "";
    if (object.creator != 0 || !made.empty()) {
        field(scene, "made by",
              (object.creator == 0 ? "the program" : scene.store->label(object.creator)) +
                  (made.empty() ? "" : ", " + made));
    }
    space(scene, 3);
    if (object.awaits != 0) await_chain(scene, wishes, object);
    object_list(scene, wishes, "Is waited for by", scene.now->waiters(object.id));
    object_list(scene, wishes, "Will tell, when it is done", object.callbacks());
    links(scene, wishes, object);
}

// What led to the present event, the nearest first; pressing one goes there.
void why_now(const Scene& scene, Wishes& wishes) {
    if (scene.chain.size() < 2) return;
    space(scene, 4);
    heading(scene, "Why now");
    constexpr std::size_t kMost = 8;
    for (std::size_t i = 1; i < std::min(scene.chain.size(), kMost + 1); ++i) {
        const trace::EventIndex event = scene.chain[i];
        const float left = ImGui::GetCursorPosX(), top = ImGui::GetCursorPosY();
        small_beside(scene, scene.theme->text_dim, std::to_string(event));
        ImGui::SetCursorPos({left + scene.px(40), top});
        ImGui::PushID(static_cast<int>(i));
        if (text_link(scene, cause_text(*scene.store, event))) wishes.seek = event + 1;
        ImGui::PopID();
    }
}

}  // namespace

void inspector_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("inspector", scene, rect, {14, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, false, true);
    const ObjectId id = scene.subject(view);
    if (scene.store == nullptr || scene.now == nullptr || id == 0) {
        heading(scene, "Inspector");
        if (scene.store != nullptr)
            write_wrapped(scene, Type::body, scene.theme->text_dim,
                          "No task runs. Click one to see all about it.");
        end_panel();
        return;
    }
    const ObjectState* object = scene.now->object(id);
    heading(scene, std::string(kind_text(scene.store->objects()[id].kind)) +
                       (view.selection.empty() ? "" : ", selected (Esc: none)"));
    write_line(scene, Type::title, scene.theme->text, scene.store->full_label(id));
    space(scene, 2);
    if (object == nullptr) {
        field(scene, "state", state_text(*scene.store, *scene.now, id));
    } else {
        object_fields(scene, wishes, *object);
    }
    if (scene.focus) {
        space(scene, 4);
        field(scene, "event",
              std::to_string(*scene.focus) + ", " +
                  std::string(trace::name_of(scene.store->event(*scene.focus).kind)));
    }
    why_now(scene, wishes);
    end_panel();
}

}  // namespace loopscope::viz
