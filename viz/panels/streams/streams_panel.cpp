#include "viz/panels/streams/streams_panel.h"

#include "viz/data/instant/connection_tasks.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/streams/pipe_painter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace loopscope::viz {

using trace::ObjectId;

namespace {

constexpr float kPipe = 86, kHighestPipe = 134, kBeside = 900, kLeastSequence = 150;
constexpr float kNarrow = 300, kDownPipe = 142;  // below that width a pipe goes down, so high

}  // namespace

// What the parts of the panel need while it is drawn.
struct StreamsPanel::Frame {
    const Scene& scene;
    const ViewState& view;
    Wishes& wishes;
};

void StreamsPanel::update(const Scene& scene, const ViewState& view) {
    if (generation_ != scene.generation || !index_) {
        index_ = std::make_unique<StreamIndex>(*scene.store);
        generation_ = scene.generation;
        chosen_.reset();
        sequence_of_ = 0;
    }
    // Who selects something of another connection wants to see that one.
    if (selected_ != view.selection.object) {
        selected_ = view.selection.object;
        const bool uses = scene.store->stream_ends().last_end_of(selected_, scene.now->applied) != 0;
        if (uses || index_->connection_of(selected_, scene.now->applied) != nullptr) chosen_.reset();
    }
    if (turn_on_) choose_next(begun(*index_, scene.now->applied));
    turn_on_ = false;
    // Of a task the connection that it has used last. What is not made yet is not shown.
    const trace::EventIndex now = scene.now->applied;
    const ObjectId used = scene.store->stream_ends().last_end_of(selected_, now);
    shown_ = nullptr;
    for (const ObjectId end : {chosen_.value_or(0), selected_, used}) {
        if (shown_ == nullptr || shown_->begin >= now) shown_ = index_->connection_of(end, now);
    }
    if (shown_ == nullptr || shown_->begin >= now) shown_ = index_->latest(now);
    if (shown_ != nullptr && shown_->begin >= now) shown_ = nullptr;
    if (shown_ == nullptr) return;
    const ObjectId end = std::max(shown_->first, shown_->second);
    if (sequence_of_ == end) return;
    sequence_.show(sequence_of(*scene.store, *index_, *shown_), *shown_);
    sequence_of_ = end;
}

// Of so many that there are.
void StreamsPanel::choose_next(std::size_t count) {
    const auto& all = index_->connections();
    if (count == 0) return;
    std::size_t next = 0;
    if (chosen_) {
        for (std::size_t i = 0; i < count; ++i)
            if (all[i].has(*chosen_)) next = i + 1;
    }
    if (next == count) return chosen_.reset();
    chosen_ = std::max(all[next].first, all[next].second);
}

// A server in a line: whether it serves, and its clients.
void StreamsPanel::draw_server(const Frame& frame, ObjectId server) {
    const Scene& scene = frame.scene;
    const trace::ObjectState* object = scene.now->object(server);
    const auto& watches = scene.now->watches;
    const bool serves = std::any_of(watches.begin(), watches.end(),
                                    [&](const trace::Watch& watch) { return watch.object == server; });
    const bool known = object != nullptr || scene.store->objects()[server].created < scene.now->applied;
    if (!known) return;
    const bool closed = object == nullptr || object->stream().closing;
    const std::size_t clients = object == nullptr ? 0 : object->links().size();
    object_link(scene, frame.wishes, server, scene.store->label(server));
    ImGui::SameLine(0, scene.px(8));
    const std::string_view state = serves   ? "pipe.server.serves"
                                   : closed ? "pipe.server.closed"
                                            : "pipe.server.idle";
    const std::string text = (*scene.words)[state] + " \u00B7 " +
                             scene.words->fill(clients == 1 ? "pipe.server.client" : "pipe.server.clients",
                                               {{"count", std::to_string(clients)}});
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(brush, Type::small,
            {at.x, at.y + (text_height(brush, Type::body) - text_height(brush, Type::small)) * 0.8F},
            serves ? scene.theme->good : scene.theme->text_dim, text);
    ImGui::Dummy({text_width(brush, Type::small, text), text_height(brush, Type::body)});
}

void StreamsPanel::draw_head(const Frame& frame) {
    const Scene& scene = frame.scene;
    constexpr std::size_t kMostServers = 3;
    const auto& servers = index_->servers();
    for (std::size_t i = 0; i < std::min(servers.size(), kMostServers); ++i) {
        ImGui::PushID(static_cast<int>(servers[i]));
        draw_server(frame, servers[i]);
        ImGui::PopID();
    }
    // Beside a single server.
    if (servers.size() == 1 && scene.store->objects()[servers.front()].created < scene.now->applied)
        ImGui::SameLine(0, scene.px(16));
    const std::string& hex = (*scene.words)["pipe.hex"];
    const float wide = text_width(scene.brush(), Type::small_strong, hex) + scene.px(18);
    if (ImGui::GetContentRegionAvail().x < wide) ImGui::NewLine();
    if (pill(scene, "hex", hex, hex_)) hex_ = !hex_;
}

// A single connection needs no list.
void StreamsPanel::draw_list(const Frame& frame, float width, float room) {
    const Scene& scene = frame.scene;
    const std::size_t count = begun(*index_, scene.now->applied);
    if (count < 2) return;
    const float height = ConnectionList::height_for(scene, count, room);
    const Connection* pressed = list_.draw(scene, *index_, shown_, width, height);
    if (pressed != nullptr) chosen_ = std::max(pressed->first, pressed->second);
    space(scene, 6);
}

void StreamsPanel::end_link(const Frame& frame, ObjectId end) {
    const std::string name = end_name(frame.scene, end);
    if (end != 0) {
        object_link(frame.scene, frame.wishes, end, name);
    } else {
        write(frame.scene, Type::strong, frame.scene.theme->text_dim, name);
    }
}

// One direction below the other, each from its writer down to its reader. That in which something has
// happened comes into view.
void StreamsPanel::draw_pipes_down(const Frame& frame) {
    const Scene& scene = frame.scene;
    const std::array<Pipe, 2> pipes = pipes_of(*scene.store, *scene.now, *shown_);
    const std::array<ObjectId, 3> ends{shown_->first, shown_->second, shown_->first};
    const trace::EventIndex now = scene.now->applied;
    const auto wanted =
        std::exchange(followed_, now) == now ? std::nullopt : index_->latest_direction(*shown_, now);
    const auto only = only_direction(*scene.store, *shown_);
    for (std::size_t i = 0; i < pipes.size(); ++i) {
        if (only && *only != i) continue;
        const float top = ImGui::GetCursorPosY(), all = scene.px(kDownPipe + 26);
        const float scroll = ImGui::GetScrollY(), room = ImGui::GetWindowHeight();
        if (wanted == i && (top < scroll || top + all > scroll + room))
            ImGui::SetScrollY(std::max(0.0F, top + all - room));
        ImGui::PushID(static_cast<int>(i));
        end_link(frame, ends[i]);
        ImGui::SameLine(0, scene.px(6));
        write(scene, Type::body, scene.theme->text_dim, "\u2192");
        ImGui::SameLine(0, scene.px(6));
        end_link(frame, ends[i + 1]);
        ImGui::PopID();
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float width = ImGui::GetContentRegionAvail().x, height = scene.px(kDownPipe);
        paint_pipe(scene, *index_, pipes[i], {at.x, at.y, width, height}, PipeWay::down, hex_);
        ImGui::Dummy({1, height + scene.px(6)});
    }
}

// In that share of the height that is there.
void StreamsPanel::draw_pipes(const Frame& frame, float share) {
    const Scene& scene = frame.scene;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, room = ImGui::GetContentRegionAvail().y;
    if (width < scene.px(kNarrow)) return draw_pipes_down(frame);
    const Brush brush = scene.brush();
    // Both grow with the room; below the other half is the sequence's.
    const float head = text_height(brush, Type::strong) + scene.px(28);
    const float height = std::clamp((share * room - head) / 2, scene.px(kPipe), scene.px(kHighestPipe));
    if (const auto only = only_direction(*scene.store, *shown_)) return draw_one_way(frame, *only, height);
    // The two ends, each above its buffers.
    const auto task_of = [&](ObjectId end) { return task_of_end(*scene.store, end); };
    const auto width_of = [&](const std::string& text) { return text_width(brush, Type::strong, text); };
    const ObjectId first = task_of(shown_->first), second = task_of(shown_->second);
    // Whose end it is stands beside it, if both have room.
    const auto whose = [&](ObjectId task) {
        return task == 0 ? std::string() : scene.store->full_label(task);
    };
    const float beside = scene.px(8);
    const std::string right = end_name(scene, shown_->second);
    const float names = width_of(end_name(scene, shown_->first)) + width_of(right) + width_of(whose(first)) +
                        width_of(whose(second)) + 4 * beside;
    const bool room_for_tasks = names <= width;
    const auto end_of = [&](ObjectId end, ObjectId task) {
        end_link(frame, end);
        if (task == 0 || !room_for_tasks) return;
        ImGui::SameLine(0, beside);
        ImGui::PushID(static_cast<int>(end));
        object_link(scene, frame.wishes, task, whose(task));
        ImGui::PopID();
    };
    end_of(shown_->first, first);
    const float more = room_for_tasks && second != 0 ? width_of(whose(second)) + beside : 0;
    ImGui::SetCursorScreenPos({at.x + width - width_of(right) - more - scene.px(1), at.y});
    end_of(shown_->second, second);
    const std::array<Pipe, 2> pipes = pipes_of(*scene.store, *scene.now, *shown_);
    const float top = at.y + text_height(brush, Type::strong) + scene.px(8), gap = scene.px(10);
    paint_pipe(scene, *index_, pipes[0], {at.x, top, width, height}, PipeWay::right, hex_);
    paint_pipe(scene, *index_, pipes[1], {at.x, top + height + gap, width, height}, PipeWay::left, hex_);
    ImGui::SetCursorScreenPos({at.x, top + 2 * height + 2 * gap});
    ImGui::Dummy({1, 1});
}

// A pipe has one direction, and nobody knows what the program at its other end has read.
void StreamsPanel::draw_one_way(const Frame& frame, std::size_t direction, float height) {
    const Scene& scene = frame.scene;
    end_link(frame, shown_->first);
    if (const ObjectId task = task_of_end(*scene.store, shown_->first); task != 0) {
        ImGui::SameLine(0, scene.px(8));
        object_link(scene, frame.wishes, task, scene.store->full_label(task));
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    paint_pipe(scene, *index_, pipes_of(*scene.store, *scene.now, *shown_)[direction],
               {at.x, at.y + scene.px(4), width, height}, direction == 0 ? PipeWay::right : PipeWay::left,
               hex_);
    ImGui::Dummy({1, height + scene.px(14)});
}

void StreamsPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("streams", scene, rect, {14, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, true, true);
    shown_ = nullptr;
    // Where there is room for both directions again, they are seen from their beginning.
    const bool narrow = ImGui::GetContentRegionAvail().x < scene.px(kNarrow);
    if (!narrow && std::exchange(followed_, trace::kNever) != trace::kNever) ImGui::SetScrollY(0);
    if (scene.store == nullptr || scene.now == nullptr) return end_panel();
    update(scene, view);
    if (index_->connections().empty() && index_->servers().empty()) {
        write_wrapped(scene, Type::body, scene.theme->text_dim, (*scene.words)["pipe.none"]);
        return end_panel();
    }
    const Frame frame{scene, view, wishes};
    draw_head(frame);
    space(scene, 4);
    if (shown_ == nullptr) {
        if (!index_->connections().empty())
            write_wrapped(scene, Type::body, scene.theme->text_dim, (*scene.words)["pipe.none_yet"]);
        return end_panel();
    }
    const float room = ImGui::GetContentRegionAvail().x, gap = scene.px(24);
    if (rect.width >= scene.px(kBeside)) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float height = std::max(rect.bottom() - at.y - scene.px(12), scene.px(kLeastSequence));
        const float pipes = room * 0.58F;
        ImGui::BeginChild("pipes", {pipes, height}, false, ImGuiWindowFlags_NoNav);
        draw_pipes(frame, 1);
        ImGui::EndChild();
        ImGui::SetCursorScreenPos({at.x + pipes + gap, at.y});
        draw_list(frame, room - pipes - gap, height);
        const float top = ImGui::GetCursorScreenPos().y;
        ImGui::SetCursorScreenPos({at.x + pipes + gap, top});
        sequence_.draw(scene, view, wishes, room - pipes - gap, at.y + height - top);
    } else {
        draw_list(frame, room, rect.height);
        draw_pipes(frame, 0.5F);
        const float left = rect.bottom() - ImGui::GetCursorScreenPos().y - scene.px(12);
        sequence_.draw(scene, view, wishes, room, std::max(left, scene.px(kLeastSequence)));
    }
    end_panel();
}

}  // namespace loopscope::viz
