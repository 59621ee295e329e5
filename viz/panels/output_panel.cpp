#include "viz/panels/output_panel.h"

#include "viz/data/labels.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

// Pressing a line goes to the moment at which it was printed.
void output_line(const Scene& scene, Wishes& wishes, trace::EventIndex event, bool latest) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = scene.px(22), width = std::max(ImGui::GetContentRegionAvail().x, 1.0F);
    if (ImGui::InvisibleButton("line", {width, height})) wishes.seek = event + 1;
    const bool hovered = ImGui::IsItemHovered();
    if (latest || hovered) {
        brush.draw->AddRectFilled({at.x - scene.px(6), at.y}, {at.x + width, at.y + height},
                                  latest ? scene.theme->accent_soft : scene.theme->hover, scene.px(3));
    }
    const std::string time = seconds_text(scene.store->time_at(event + 1));
    const float y = at.y + (height - text_height(brush, Type::mono)) / 2;
    text_at(brush, Type::small, {at.x, at.y + (height - text_height(brush, Type::small)) / 2},
            scene.theme->text_dim, time);
    const float left = scene.px(46);
    const std::string text = scene.store->text(scene.store->event(event).text);
    if (text_within(brush, Type::mono, {at.x + left, y}, width - left, scene.theme->text, text) && hovered)
        tooltip(scene, text);
}

}  // namespace

void OutputPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("output", scene, rect, {14, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, false, true);
    heading(scene, scene.say("output.title"));
    if (scene.store != nullptr) {
        const std::size_t printed = scene.store->printed(view.playback.cursor());
        if (printed == 0) write(scene, Type::body, scene.theme->text_dim, scene.say("output.empty"));
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(printed), scene.px(22));
        while (clipper.Step()) {
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                const trace::EventIndex event = scene.store->prints()[static_cast<std::size_t>(i)];
                ImGui::PushID(i);
                output_line(scene, wishes, event, scene.focus && *scene.focus == event);
                ImGui::PopID();
            }
        }
        ImGui::PopStyleVar();
        if (printed != shown_) ImGui::SetScrollHereY(1);
        shown_ = printed;
    }
    end_panel();
}

}  // namespace loopscope::viz
