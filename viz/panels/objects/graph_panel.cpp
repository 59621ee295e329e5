#include "viz/panels/objects/graph_panel.h"

#include "viz/panels/base/task_text.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/objects/graph_curves.h"
#include "viz/tracks/lane_track.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace loopscope::viz {

using trace::ObjectKind;
using trace::TaskState;

namespace {

constexpr float kColumnGap = 30;
constexpr GraphSizes kUsual{40, 14, 104, 168, Type::small_strong, Type::small};
constexpr GraphSizes kLarge{58, 24, 200, 260, Type::strong, Type::body};
constexpr float kCrossedGap = 56;  // between rows between which edges cross: they can be told apart there

struct Look {
    Color edge, fill, text;
    bool dashed = false;
    float thickness = 1.5F;
};

Look look_of(const Theme& theme, const GraphNode& node, const trace::ObjectState& object) {
    if (node.in_circle) return {theme.bad, theme.bad_soft, theme.text, false, 2.5F};
    if (object.kind == ObjectKind::task && !node.done) {
        if (object.task_state == TaskState::running)
            return {theme.running, theme.running, theme.on_running, false, 1.5F};
        if (object.task_state == TaskState::suspended)
            return {theme.waiting, theme.panel, theme.text, false, 1.5F};
        return {theme.ready, theme.ready_soft, theme.text, true, 1.5F};
    }
    return {theme.waiting, theme.raised, node.done ? theme.text_dim : theme.text, false, 1.0F};
}

std::string remark_of(const Scene& scene, const GraphNode& node) {
    const trace::LoopState& now = *scene.now;
    const trace::ObjectState& object = *now.object(node.id);
    if (node.in_circle) return scene.say("graph.circle");
    if (node.asked_to_stop && !node.done) return scene.say("graph.asked");
    if (node.forgotten) return scene.say("graph.forgotten");
    if (object.kind == ObjectKind::task) {
        const trace::ObjectState* awaited = now.object(object.awaits);
        const bool waits = object.task_state == TaskState::suspended && awaited != nullptr &&
                           awaited->kind != ObjectKind::sleep;
        return waits ? scene.say("graph.waits") : state_text(*scene.store, now, node.id, *scene.words);
    }
    if (object.kind == ObjectKind::server)
        return scene.say(object.stream().closing ? "pipe.server.closed" : "pipe.server.serves");
    const StreamEnds::Wait* wait = scene.store->stream_ends().wait_of(node.id);
    if (wait != nullptr && !object.done()) return scene.store->text(wait->call);
    switch (object.future_state) {
        case trace::FutureState::pending: {
            const std::string& kind = scene.say(kind_key(object.kind));
            return scene.store->label(node.id) == kind ? scene.say("state.pending") : kind;
        }
        case trace::FutureState::result: return scene.say("state.done");
        case trace::FutureState::exception: return scene.say("state.failed");
        case trace::FutureState::cancelled: return scene.say("state.cancelled");
    }
    return {};
}

// "19 x handle" of a task that stands for others, too.
std::string name_in_graph(const Scene& scene, const GraphNode& node) {
    if (node.alike == 0) return scene.store->full_label(node.id);
    const std::string function = scene.store->function_of(node.id);
    return std::to_string(node.alike + 1) + " \u00d7 " +
           (function.empty() ? scene.store->label(node.id) : function);
}

void paint_end(const Brush& brush, const GraphGrid& grid, const GraphNode& node,
               const trace::ObjectState& object) {
    const LaneEnd how = object.future_state == trace::FutureState::exception   ? LaneEnd::failed
                        : object.future_state == trace::FutureState::cancelled ? LaneEnd::cancelled
                                                                               : LaneEnd::returned;
    paint_end_sign(brush, {grid.max(node).x - brush.px(2), grid.min(node).y + brush.px(2)}, brush.px(14),
                   how);
}

void paint_node(const Scene& scene, const GraphGrid& grid, const GraphNode& node, bool chosen) {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const trace::ObjectState& object = *scene.now->object(node.id);
    const Look look = look_of(theme, node, object);
    const ImVec2 min = grid.min(node), max = grid.max(node);
    // Tasks are boxes; what they wait for is round.
    const float corner = object.kind == ObjectKind::task ? scene.px(5) : grid.height / 2;
    brush.draw->AddRectFilled(min, max, look.fill, corner);
    if (look.dashed) {
        draw_dashed_rect(brush, min, max, look.edge);
    } else {
        brush.draw->AddRect(min, max, look.edge, corner, 0, scene.px(look.thickness));
    }
    const PathPart* part = scene.path == nullptr ? nullptr : part_before(*scene.path, scene.cursor);
    if (part != nullptr && (part->task == node.id || part->about == node.id))
        brush.draw->AddRect({min.x - scene.px(5), min.y - scene.px(5)},
                            {max.x + scene.px(5), max.y + scene.px(5)}, theme.text, corner + scene.px(5), 0,
                            scene.px(2.5F));
    if (chosen)
        brush.draw->AddRect({min.x - scene.px(3), min.y - scene.px(3)},
                            {max.x + scene.px(3), max.y + scene.px(3)}, theme.accent, corner + scene.px(3), 0,
                            scene.px(2));
    const float left = min.x + scene.px(corner > scene.px(8) ? 14 : 9), room = max.x - left - scene.px(8);
    const float line = text_height(brush, grid.sizes.name);
    // "Task-1 · main" in a narrow box is Task-1, "timeout of A" is "limit: A".
    std::string name = name_in_graph(scene, node);
    if (node.alike == 0 && text_width(brush, grid.sizes.name, name) > room)
        name = scene.store->brief_label(node.id);
    text_within(brush, grid.sizes.name, {left, min.y + grid.height / 2 - line - scene.px(0.5F)}, room,
                look.text, name);
    const bool warns = node.in_circle || node.asked_to_stop || node.forgotten;
    const Color quiet = look.fill == theme.running ? look.text : theme.text_dim;
    const Color loud = node.in_circle ? theme.bad : node.asked_to_stop ? theme.cancelled : theme.ready;
    text_within(brush, grid.sizes.remark, {left, min.y + grid.height / 2 + scene.px(0.5F)}, room,
                warns && !node.done && look.fill != theme.running ? loud : quiet, remark_of(scene, node));
    if (node.done) paint_end(brush, grid, node, object);
    if (node.asked_to_stop && !node.done)
        draw_bolt(brush, {max.x - scene.px(1), min.y + scene.px(1)}, scene.px(18), theme.cancelled);
}

void paint_edge(const Scene& scene, const GraphGrid& grid, const AwaitGraph& graph, const GraphEdge& edge) {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const bool cancel = edge.cancel != EdgeCancel::none;
    const Color color = edge.in_circle ? theme.bad : cancel ? theme.cancelled : theme.waiting;
    const float thickness = scene.px(edge.in_circle || cancel ? 2.5F : 1.5F), head = scene.px(8);
    const GraphNode &start = graph.nodes[edge.from], &end = graph.nodes[edge.to];
    const GraphCurve curve = curve_of(scene, grid, edge.kind, start, end);
    const ImVec2 to = curve.to, heading = curve.heading, side{heading.y * head / 2, heading.x * head / 2};
    const ImVec2 neck{to.x - heading.x * head * 0.6F, to.y - heading.y * head * 0.6F};
    brush.draw->AddBezierCubic(curve.from, curve.pull_from, curve.pull_to, neck, color, thickness);
    const ImVec2 back{to.x - heading.x * head, to.y - heading.y * head};
    brush.draw->AddTriangleFilled(to, {back.x - side.x, back.y - side.y}, {back.x + side.x, back.y + side.y},
                                  color);
    if (edge.kind == EdgeKind::held_by && heading.x == 0 &&
        grid.row - grid.height > scene.px(kCrossedGap) - 1)
        text_at(brush, Type::small,
                {curve.from.x + scene.px(6),
                 heading.y < 0 ? curve.from.y - text_height(brush, Type::small) - scene.px(2)
                               : curve.from.y + scene.px(2)},
                color, scene.say("primitive.owner"));
    const ImVec2 middle = curve.middle();
    if (edge.cancel == EdgeCancel::passed) draw_bolt(brush, middle, scene.px(16), theme.cancelled);
    if (edge.cancel == EdgeCancel::stopped) {
        const float half = scene.px(9);
        brush.draw->AddLine({middle.x, middle.y - half}, {middle.x, middle.y + half}, theme.panel,
                            scene.px(7));
        brush.draw->AddLine({middle.x, middle.y - half}, {middle.x, middle.y + half}, theme.cancelled,
                            scene.px(4));
    }
}

// Each column begins a little further in than the one before, and past what stands in the same rows.
std::vector<float> columns_of(const Scene& scene, const AwaitGraph& graph, float width, float indent) {
    std::vector<float> columns(graph.columns);
    for (std::uint32_t column = 1; column < graph.columns; ++column) {
        columns[column] = columns[column - 1] + indent;
        for (const GraphNode& node : graph.nodes) {
            if (node.column != column) continue;
            for (const GraphNode& other : graph.nodes) {
                if (other.row == node.row && other.column < column)
                    columns[column] =
                        std::max(columns[column], columns[other.column] + width + scene.px(kColumnGap));
            }
        }
    }
    return columns;
}

bool fits_across(const Scene& scene, const GraphGrid& grid, float room) {
    return grid.columns.back() + grid.width + scene.px(28) <= room;
}

bool fits_down(const Scene& scene, const GraphGrid& grid, const AwaitGraph& graph, float room) {
    return static_cast<float>(graph.rows) * grid.row + scene.px(12) <= room;
}

// As wide as there is room for, in a few tries. Returns whether there is.
bool fit_columns(const Scene& scene, const AwaitGraph& graph, GraphGrid& grid, float room) {
    for (const float indent : {46.0F, 32.0F, 22.0F, 16.0F, 12.0F, 9.0F}) {
        for (float width = grid.sizes.widest; width >= grid.sizes.narrowest; width -= 8) {
            grid.width = scene.px(width);
            grid.columns = columns_of(scene, graph, grid.width, scene.px(indent));
            if (fits_across(scene, grid, room)) return true;
        }
    }
    return false;
}

// Whether two tasks each wait for what the other one has: their edges cross between the rows.
bool crosses(const AwaitGraph& graph) {
    const auto goes = [&](const GraphEdge& edge, bool up) {
        const std::uint32_t from = graph.nodes[edge.from].row, to = graph.nodes[edge.to].row;
        return edge.in_circle && edge.kind >= EdgeKind::held_by && (up ? to < from : to > from);
    };
    const auto any = [&](bool up) {
        return std::any_of(graph.edges.begin(), graph.edges.end(),
                           [&](const GraphEdge& edge) { return goes(edge, up); });
    };
    return any(true) && any(false);
}

// The rows of a circle are further apart, where all have room then.
void spread_rows(const Scene& scene, const AwaitGraph& graph, GraphGrid& grid, float room) {
    GraphGrid spread = grid;
    spread.sizes.row_gap = kCrossedGap;
    spread.row = spread.height + scene.px(kCrossedGap);
    if (crosses(graph) && fits_down(scene, spread, graph, room)) grid = spread;
}

GraphGrid grid_of(const Scene& scene, const GraphSizes& sizes) {
    GraphGrid grid;
    grid.sizes = sizes;
    grid.height = scene.px(sizes.node);
    grid.row = grid.height + scene.px(sizes.row_gap);
    return grid;
}

// How wide a node must be for all that is said in any of them.
float width_of_texts(const Scene& scene, const GraphGrid& grid, const AwaitGraph& graph) {
    const Brush brush = scene.brush();
    float widest = 0;
    for (const GraphNode& node : graph.nodes)
        widest = std::max({widest, text_width(brush, grid.sizes.name, name_in_graph(scene, node)),
                           text_width(brush, grid.sizes.remark, remark_of(scene, node))});
    return widest + scene.px(24);
}

// In a narrow column what is awaited stands below who waits for it, not beside: nothing is cut then, and
// nothing is to be found only by scrolling sideways.
GraphGrid grid_for(const Scene& scene, AwaitGraph& graph, ImVec2 room) {
    GraphGrid large = grid_of(scene, kLarge), grid = grid_of(scene, kUsual);
    if (room.x > scene.px(600) && fit_columns(scene, graph, large, room.x) &&
        fits_down(scene, large, graph, room.y))
        return large;
    const bool fits = fit_columns(scene, graph, grid, room.x);
    if (fits && grid.width >= std::min(width_of_texts(scene, grid, graph), scene.px(kUsual.widest)))
        return grid;
    AwaitGraph below = graph;
    unfold(below);
    GraphGrid narrow = grid_of(scene, kUsual);
    narrow.sizes.widest = 220;
    const bool fits_below = fit_columns(scene, below, narrow, room.x);
    if (fits && (!fits_below || !fits_down(scene, narrow, below, room.y))) return grid;
    graph = std::move(below);
    return narrow;
}

// What matters most comes into view at each step; who then looks elsewhere, may.
void bring_into_view(const Scene& scene, const GraphGrid& grid, const AwaitGraph& graph,
                     trace::ObjectId subject) {
    const int now = static_cast<int>(scene.now->applied);
    int* followed = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("followed"), -1);
    const auto rows = std::exchange(*followed, now) == now ? std::nullopt : rows_that_matter(graph, subject);
    if (!rows) return;
    const float top = static_cast<float>(rows->first) * grid.row;
    const float bottom = static_cast<float>(rows->last + 1) * grid.row + scene.px(8);
    const float scroll = ImGui::GetScrollY(), room = ImGui::GetWindowHeight();
    if (top < scroll || bottom > scroll + room)
        ImGui::SetScrollY(std::min(top, std::max(bottom - room, 0.0F)));
    if (bottom - top > room) ImGui::SetScrollY(top);
}

void paint(const Scene& scene, const ViewState& view, Wishes& wishes, AwaitGraph graph, int* opened) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    GraphGrid grid = grid_for(scene, graph, room);
    spread_rows(scene, graph, grid, room.y);
    bring_into_view(scene, grid, graph, scene.subject(view));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    grid.origin = {at.x + scene.px(4), at.y + scene.px(8)};
    grid.right = at.x + std::max(room.x, grid.columns.back() + grid.width + scene.px(28)) - scene.px(4);
    for (const GraphEdge& edge : graph.edges) paint_edge(scene, grid, graph, edge);
    for (const GraphNode& node : graph.nodes) {
        paint_node(scene, grid, node, node.id == scene.subject(view));
        ImGui::PushID(static_cast<int>(node.id));
        ImGui::SetCursorScreenPos(grid.min(node));
        if (ImGui::InvisibleButton("node", {grid.width, grid.height})) {
            if (node.alike > 0)
                *opened = static_cast<int>(node.id);
            else
                wishes.select = node.id;
        }
        if (node.alike == 0) menu_on_item(wishes, node.id);
        if (ImGui::IsItemHovered()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            tooltip(scene, name_in_graph(scene, node) + "\n" +
                               state_text(*scene.store, *scene.now, node.id, *scene.words));
        }
        ImGui::PopID();
    }
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({grid.columns.back() + grid.width + scene.px(8),
                  static_cast<float>(graph.rows) * grid.row + scene.px(12)});
}

}  // namespace

void graph_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("graph", scene, rect, {14, 10}, scene.theme->panel, false);
    panel_edge(scene, rect, false, true);
    heading(scene, scene.say("graph.title"));
    if (scene.now == nullptr) return end_panel();
    // Pressing a box that stands for several tasks opens it.
    int* opened = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("opened"), 0);
    AwaitGraph graph = await_graph(*scene.store, *scene.now, scene.subject(view), 120,
                                   static_cast<trace::ObjectId>(*opened));
    if (graph.nodes.empty()) {
        write(scene, Type::body, scene.theme->text_dim, scene.say("graph.empty"));
        return end_panel();
    }
    if (*opened != 0 && text_link(scene, scene.say("graph.fold"))) *opened = 0;
    if (graph.left_out > 0) {
        write_wrapped(scene, Type::small, scene.theme->text_dim,
                      scene.say("graph.left_out", {{"count", std::to_string(graph.left_out)}}));
    }
    ImGui::BeginChild("nodes", {0, 0}, false, ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoNav);
    scroll_by_keys(scene, rect);
    paint(scene, view, wishes, std::move(graph), opened);
    ImGui::EndChild();
    end_panel();
}

}  // namespace loopscope::viz
