#include "viz/panels/recording/statistics_panel.h"

#include "viz/panels/base/widgets.h"
#include "viz/tracks/lane_track.h"

#include <algorithm>
#include <array>
#include <span>

namespace loopscope::viz {

namespace {

constexpr float kStatisticsRow = 24;

// Numbers end below each other.
bool is_number(Figure figure) { return figure != Figure::task && figure != Figure::how; }

Figure figure_at(std::size_t column) { return static_cast<Figure>(column); }

// From the one that is missed least where there is little room.
constexpr std::array kFirstToGo = {Figure::turns_ready,  Figure::running, Figure::longest_step,
                                   Figure::ready,        Figure::waits,   Figure::sleeping,
                                   Figure::longest_wait, Figure::lifetime};

}  // namespace

// First of all each has what its heading takes, then what its figures take; the name takes what they leave,
// and what is left then they share. Those for which there is no room go.
struct StatisticsPanel::Columns {
    struct Column {
        Figure figure{};
        float x = 0, width = 0;
    };
    std::vector<Column> all;
    float right = 0, gap = 0;

    Columns(const Scene& scene, const Needs& needs, float left, float width)
        : right(left + width), gap(scene.px(14)) {
        constexpr float kLeast = 62, kMark = 14, kReason = 130, kLongReason = 320, kName = 110,
                        kLongName = 380;
        const auto wanted = [&](Figure figure) {
            const std::string& words = figure_name(figure, *scene.words);
            float widest = text_width(scene.brush(), Type::small_strong, words) + scene.px(kMark);
            for (const char* end : {"state.finished", "state.failed", "state.cancelled", "state.destroyed"})
                if (figure == Figure::how)
                    widest = std::max(widest, text_width(scene.brush(), Type::small, (*scene.words)[end]));
            return std::max(widest + gap, scene.px(figure == Figure::longest_wait ? kReason : kLeast));
        };
        // What its figures take beyond that.
        const auto missing = [&](Figure figure) {
            const float needed =
                std::min(needs[static_cast<std::size_t>(figure)] + gap, scene.px(kLongReason));
            return std::max(needed - wanted(figure), 0.0F);
        };
        float figures = 0;
        for (std::size_t i = 1; i < kFigures; ++i) figures += wanted(figure_at(i));
        std::size_t left_out = 0;
        while (left_out < kFirstToGo.size() && figures + scene.px(kName) > width)
            figures -= wanted(kFirstToGo[left_out++]);
        const auto gone = std::span(kFirstToGo).first(left_out);
        const auto is_gone = [&](std::size_t i) {
            return std::find(gone.begin(), gone.end(), figure_at(i)) != gone.end();
        };
        float all_missing = 0;
        for (std::size_t i = 1; i < kFigures; ++i)
            if (!is_gone(i)) all_missing += missing(figure_at(i));
        const float spare = std::max(width - figures - scene.px(kName), 0.0F);
        const float given = all_missing > 0 ? std::min(spare / all_missing, 1.0F) : 0.0F;
        figures += given * all_missing;
        const float name = std::clamp(width - figures, scene.px(kName), scene.px(kLongName));
        const float more = (width - name - figures) / static_cast<float>(kFigures - 1 - left_out);
        float x = left;
        for (std::size_t i = 0; i < kFigures; ++i) {
            if (is_gone(i)) continue;
            const float wide = i == 0 ? name : wanted(figure_at(i)) + given * missing(figure_at(i)) + more;
            all.push_back({figure_at(i), x, wide});
            x += wide;
        }
    }

    float room(const Column& column) const { return column.width - gap; }
};

void StatisticsPanel::update(const Store& store, std::uint64_t generation) {
    if (shown_ != generation) {
        figures_ = task_figures(store);
        words_ = nullptr;
        shown_ = generation;
        sorted_ = false;
    }
    if (!sorted_) sort_figures(figures_, by_, descending_, store);
    sorted_ = true;
}

void StatisticsPanel::sort_by(Figure figure) {
    descending_ = figure == by_ ? !descending_ : figure != Figure::task;
    by_ = figure;
    sorted_ = false;
}

void StatisticsPanel::sort_on() {
    const std::size_t next = static_cast<std::size_t>(by_) + 1;
    if (next == kFigures) descending_ = !descending_;
    by_ = figure_at(next % kFigures);
    sorted_ = false;
}

std::string StatisticsPanel::csv(const Store& store, std::uint64_t generation) {
    update(store, generation);
    return figures_csv(store, figures_);
}

// Of very many tasks some hundred say it: the rest is cut if it is wider.
const StatisticsPanel::Needs& StatisticsPanel::needs(const Scene& scene) {
    constexpr std::size_t kLookedAt = 300;
    const Measured present{scene.generation, scene.words, scene.scale};
    if (measured_ == present) return needs_;
    measured_ = present;
    needs_ = {};
    const std::size_t step = std::max<std::size_t>(figures_.size() / kLookedAt, 1);
    for (std::size_t row = 0; row < figures_.size(); row += step) {
        for (std::size_t i = 1; i < kFigures; ++i) {
            const std::string text = figure_text(*scene.store, figures_[row], figure_at(i), *scene.words);
            needs_[i] = std::max(needs_[i], text_width(scene.brush(), Type::small, text));
        }
    }
    return needs_;
}

void StatisticsPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("statistics", scene, rect, {14, 8}, scene.theme->panel, false);
    panel_edge(scene, rect, true, true);
    if (scene.store == nullptr || hidden_with_future(scene, view)) return end_panel();
    update(*scene.store, scene.generation);
    const float summary = summary_.draw(scene, view, wishes, rect);
    rect.y += summary;
    rect.height -= summary;
    const float left = rect.x + scene.px(14), width = rect.width - scene.px(40);
    const Columns columns(scene, needs(scene), left, width);
    draw_head(scene, columns, rect);
    ImGui::SetCursorScreenPos({rect.x, rect.y + scene.px(kStatisticsRow + 8)});
    const float foot = draw_sums(scene, rect);
    ImGui::BeginChild("rows", {rect.width - scene.px(2), -foot}, false, ImGuiWindowFlags_NoNav);
    scroll_by_keys(scene, rect);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(figures_.size()), scene.px(kStatisticsRow));
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const TaskFigures& task = figures_[static_cast<std::size_t>(i)];
            ImGui::PushID(i);
            draw_row(scene, columns, task, wishes, task.task == scene.subject(view));
            ImGui::PopID();
        }
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    end_panel();
}

// At the foot, as many as have room: what all tasks together waited for. Returns how high it is.
float StatisticsPanel::draw_sums(const Scene& scene, Rect rect) {
    if (words_ != scene.words) sums_ = wait_sums(*scene.store, *scene.words);
    words_ = scene.words;
    const float height = scene.px(kStatisticsRow + 4);
    if (sums_.empty() || rect.height < scene.px(140)) return 0;
    std::string text = scene.say("figure.sums");
    for (std::size_t i = 0; i < sums_.size(); ++i)
        text += (i == 0 ? " " : " \u00b7 ") +
                scene.say("figure.sum", {{"what", sums_[i].what},
                                         {"time", seconds_text(sums_[i].time_ns, *scene.words)},
                                         {"count", std::to_string(sums_[i].count)}});
    const Brush brush = scene.brush();
    const float y = rect.bottom() - height, line = text_height(brush, Type::small);
    brush.draw->AddLine({rect.x, y}, {rect.right(), y}, scene.theme->line);
    const bool cut = text_within(brush, Type::small, {rect.x + scene.px(14), y + (height - line) / 2},
                                 rect.width - scene.px(28), scene.theme->text_dim, text);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (cut && mouse.y > y && mouse.y < rect.bottom() && ImGui::IsWindowHovered()) tooltip(scene, text);
    return height;
}

// Pressing a name sorts by it; a triangle says by which, and which way.
void StatisticsPanel::draw_head(const Scene& scene, const Columns& columns, Rect rect) {
    const Brush brush = scene.brush();
    const float top = rect.y + scene.px(4), height = scene.px(kStatisticsRow);
    for (const Columns::Column& column : columns.all) {
        const Figure figure = column.figure;
        ImGui::SetCursorScreenPos({column.x, top});
        ImGui::PushID(static_cast<int>(figure));
        if (ImGui::InvisibleButton("head", {column.width, height})) sort_by(figure);
        const bool hovered = ImGui::IsItemHovered();
        ImGui::PopID();
        const float mark = by_ == figure ? scene.px(14) : 0, room = columns.room(column) - mark;
        const std::string& name = figure_name(figure, *scene.words);
        const float words = text_width(brush, Type::small_strong, name);
        const float start = column.x + (is_number(figure) ? room - std::min(words, room) : 0);
        if (by_ == figure) {
            const float y = top + height / 2, r = scene.px(4), x = start + scene.px(4);
            const float tip = descending_ ? r : -r;
            brush.draw->AddTriangleFilled({x - r, y - tip}, {x + r, y - tip}, {x, y + tip},
                                          scene.theme->accent);
        }
        const bool cut =
            text_within(brush, Type::small_strong,
                        {start + mark, top + (height - text_height(brush, Type::small_strong)) / 2}, room + 1,
                        hovered ? scene.theme->accent : scene.theme->text_dim, name);
        if (cut && hovered) tooltip(scene, name);
    }
    brush.draw->AddLine({rect.x, top + height + scene.px(2)}, {rect.right(), top + height + scene.px(2)},
                        scene.theme->line);
}

void StatisticsPanel::draw_row(const Scene& scene, const Columns& columns, const TaskFigures& task,
                               Wishes& wishes, bool chosen) const {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x, 1.0F), height = scene.px(kStatisticsRow);
    const float mouse = ImGui::GetIO().MousePos.x;
    const auto wait = std::find_if(columns.all.begin(), columns.all.end(), [](const Columns::Column& column) {
        return column.figure == Figure::longest_wait;
    });
    const bool at_wait = wait != columns.all.end() && task.longest_wait_at != trace::kNever &&
                         mouse >= wait->x && mouse < wait->x + wait->width;
    if (ImGui::InvisibleButton("row", {width, height})) {
        wishes.select = task.task;
        if (at_wait) wishes.seek = task.longest_wait_at + 1;
    }
    const bool leads = at_wait && ImGui::IsItemHovered();
    if (leads) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (chosen || ImGui::IsItemHovered())
        brush.draw->AddRectFilled(at, {at.x + width, at.y + height},
                                  chosen ? scene.theme->accent_soft : scene.theme->hover);
    const float y = at.y + (height - text_height(brush, Type::small)) / 2;
    for (const Columns::Column& column : columns.all) {
        const Type type = column.figure == Figure::task ? Type::small_strong : Type::small;
        const std::string text = figure_text(*scene.store, task, column.figure, *scene.words);
        const float room = columns.room(column), words = text_width(brush, type, text);
        const float start = column.x + (is_number(column.figure) ? room - std::min(words, room) : 0);
        const bool link = leads && column.figure == Figure::longest_wait;
        text_within(brush, type, {start, y}, room + 1, link ? scene.theme->accent : scene.theme->text, text);
    }
    if (task.how != LaneEnd::open)
        paint_end_sign(brush, {columns.right + scene.px(4), at.y + height / 2}, scene.px(14), task.how);
}

}  // namespace loopscope::viz
