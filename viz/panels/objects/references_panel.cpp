#include "viz/panels/objects/references_panel.h"

#include "viz/panels/base/widgets.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr float kReferenceRow = 26, kIndent = 24, kStem = 9;

const char* key_of(Hold how) {
    switch (how) {
        case Hold::running: return "refs.running";
        case Hold::ready: return "refs.ready";
        case Hold::timer: return "refs.timer";
        case Hold::selector: return "refs.selector";
        case Hold::run: return "refs.run";
        case Hold::program: return "refs.program";
        case Hold::outside: return "refs.outside";
        case Hold::awaits: return "refs.awaits";
        case Hold::wakes: return "refs.wakes";
        case Hold::calls: return "refs.calls";
        case Hold::line: return "refs.line";
        case Hold::variable: return "refs.variable";
        case Hold::link: return "refs.link";
        case Hold::weakly: return "refs.weakly";
    }
    return "refs.link";
}

// A strong way from a root is thick, a strong one that begins nowhere thin, a weak one dashed.
struct Line {
    Color color;
    float thickness = 1.5F;
    bool dashed = false;
};

Line line_of(const Theme& theme, const HolderRow& row) {
    if (row.holding.how == Hold::weakly) return {theme.text_dim, 1.5F, true};
    if (row.held) return {theme.accent, 3, false};
    return {theme.bad, 1.5F, false};
}

void paint_line(const Brush& brush, ImVec2 from, ImVec2 to, const Line& line) {
    if (!line.dashed) return brush.draw->AddLine(from, to, line.color, brush.px(line.thickness));
    const float step = brush.px(4), length = std::max(to.x - from.x, to.y - from.y);
    const bool across = to.x > from.x;
    for (float at = 0; at < length; at += 2 * step) {
        const float end = std::min(at + step, length);
        brush.draw->AddLine(across ? ImVec2{from.x + at, from.y} : ImVec2{from.x, from.y + at},
                            across ? ImVec2{from.x + end, from.y} : ImVec2{from.x, from.y + end}, line.color,
                            brush.px(line.thickness));
    }
}

// Where each row begins.
using Tops = std::vector<float>;

// What stands in the tree at this height: the branch from the holder to what it holds, further up and to the
// left.
void paint_branch(const Scene& scene, const Brush& brush, const std::vector<HolderRow>& rows, std::size_t row,
                  ImVec2 at, const Tops& tops) {
    const Line line = line_of(*scene.theme, rows[row]);
    const float x = at.x + scene.px(kStem) + static_cast<float>(rows[row].depth) * scene.px(kIndent);
    std::size_t above = row;
    while (above > 0 && rows[above - 1].depth > rows[row].depth) --above;
    // From the one of the same depth before it, or from what both hold.
    const float begin = above == 0 ? tops[0] - scene.px(kReferenceRow / 2 - 8) : tops[above] + scene.px(4);
    const float y = at.y + scene.px(kReferenceRow) / 2;
    paint_line(brush, {x, begin}, {x, y}, line);
    paint_line(brush, {x, y}, {x + scene.px(kIndent) - scene.px(10), y}, line);
}

// How it holds stands beside its name; where there is no room, below it.
void draw_holder(const Scene& scene, Wishes& wishes, const HolderRow& row, const std::string& how) {
    const std::string name = scene.store->full_label(row.holding.holder);
    const std::string remark = row.again ? how + " " + scene.say("refs.again") : how;
    const float x = ImGui::GetCursorScreenPos().x, room = ImGui::GetContentRegionAvail().x;
    const float beside = text_width(scene.brush(), Type::strong, name) + ImGui::GetStyle().ItemSpacing.x +
                         text_width(scene.brush(), Type::small, remark);
    object_link(scene, wishes, row.holding.holder, name);
    if (beside <= room) {
        ImGui::SameLine();
        return small_beside(scene, scene.theme->text_dim, remark);
    }
    ImGui::SetCursorScreenPos({x, ImGui::GetItemRectMax().y});
    write_wrapped(scene, Type::small, scene.theme->text_dim, remark);
}

void draw_row(const Scene& scene, Wishes& wishes, const std::vector<HolderRow>& rows, std::size_t index,
              Tops& tops) {
    const HolderRow& row = rows[index];
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    tops.push_back(at.y);
    paint_branch(scene, brush, rows, index, at, tops);
    const float x = at.x + static_cast<float>(row.depth + 1) * scene.px(kIndent) + scene.px(4);
    const float air = (scene.px(kReferenceRow) - text_height(brush, Type::body)) / 2;
    const std::string how =
        scene.say(key_of(row.holding.how), {{"role", scene.store->text(row.holding.role)}});
    ImGui::SetCursorScreenPos({x, at.y + air});
    if (row.holding.holder == 0) {
        const bool root = row.holding.how != Hold::weakly;
        write_wrapped(scene, root ? Type::strong : Type::body,
                      root ? scene.theme->text : scene.theme->text_dim, how);
    } else {
        draw_holder(scene, wishes, row, how);
    }
    const float bottom = std::max(ImGui::GetItemRectMax().y + air, at.y + scene.px(kReferenceRow));
    ImGui::SetCursorScreenPos({at.x, bottom});
}

void draw_key(const Scene& scene, const HolderRow& example, std::string_view key) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float y = at.y + text_height(brush, Type::small) / 2;
    paint_line(brush, {at.x, y}, {at.x + scene.px(22), y}, line_of(*scene.theme, example));
    ImGui::SetCursorScreenPos({at.x + scene.px(30), at.y});
    write_wrapped(scene, Type::small, scene.theme->text_dim, scene.say(key));
}

// Why an object is not there.
std::string_view absence(const Store& store, trace::ObjectId object, trace::EventIndex cursor) {
    const Lanes& lanes = store.lanes();
    const Lane& life = lanes.lanes[lanes.lane_of(object)];
    if (life.task != object) return "refs.gone";
    if (cursor <= life.begin) return "refs.not_yet";
    return life.how == LaneEnd::destroyed ? "refs.taken" : "refs.gone";
}

}  // namespace

void ReferencesPanel::look(const Scene& scene, std::size_t cursor) {
    if (shown_ != scene.generation) knows_variables_ = knows_variables(scene.store->recording());
    if (!references_ || shown_ != scene.generation || cursor_ != cursor) references_.emplace(*scene.now);
    shown_ = scene.generation;
    cursor_ = cursor;
}

void ReferencesPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("references", scene, rect, {14, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, false, true);
    if (scene.store == nullptr || scene.now == nullptr) return end_panel();
    look(scene, view.playback.cursor());
    const trace::ObjectId subject = scene.subject(view);
    const trace::ObjectState* object = scene.now->object(subject);
    heading(scene, scene.say("refs.who"));
    if (subject == 0 || object == nullptr) {
        write_wrapped(scene, Type::body, scene.theme->text_dim,
                      subject == 0 ? scene.say("refs.nothing_selected")
                                   : scene.say(absence(*scene.store, subject, view.playback.cursor()),
                                               {{"who", scene.store->full_label(subject)}}));
    } else {
        write_line(scene, Type::title, scene.theme->text, scene.store->full_label(subject));
        const std::vector<HolderRow> rows = references_->tree(subject);
        Tops tops;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            ImGui::PushID(static_cast<int>(i));
            draw_row(scene, wishes, rows, i, tops);
            ImGui::PopID();
        }
        draw_verdict(scene, *object);
    }
    space(scene, 6);
    draw_lost(scene, wishes);
    space(scene, 6);
    draw_key(scene, {.held = true}, "refs.key.strong");
    draw_key(scene, {}, "refs.key.nowhere");
    draw_key(scene, {.holding = {.how = Hold::weakly}}, "refs.key.weak");
    end_panel();
}

void ReferencesPanel::draw_verdict(const Scene& scene, const trace::ObjectState& subject) const {
    space(scene, 4);
    if (references_->held(subject.id)) {
        write_wrapped(scene, Type::body, scene.theme->good, scene.say("refs.held"));
    } else if (!knows_variables_ || subject.done()) {
        write_wrapped(scene, Type::body, scene.theme->text_dim, scene.say("refs.only_variables"));
    } else {
        write_wrapped(scene, Type::strong, scene.theme->bad, scene.say("refs.lost"));
    }
}

void ReferencesPanel::draw_lost(const Scene& scene, Wishes& wishes) const {
    heading(scene, scene.say("refs.collection"));
    if (!knows_variables_)
        return write_wrapped(scene, Type::body, scene.theme->text_dim, scene.say("refs.not_recorded"));
    const std::vector<trace::ObjectId>& lost = references_->lost();
    if (lost.empty())
        return write_wrapped(scene, Type::body, scene.theme->text_dim, scene.say("refs.takes_nothing"));
    constexpr std::size_t kMost = 50;
    for (std::size_t i = 0; i < std::min(lost.size(), kMost); ++i) {
        ImGui::PushID(static_cast<int>(i));
        object_link(scene, wishes, lost[i], scene.store->full_label(lost[i]));
        ImGui::PopID();
    }
    if (lost.size() > kMost)
        write(scene, Type::small, scene.theme->text_dim,
              scene.say("refs.more", {{"count", std::to_string(lost.size() - kMost)}}));
}

}  // namespace loopscope::viz
