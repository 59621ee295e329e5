// What stands beside the code: whose line it is.
#include "viz/panels/base/widgets.h"
#include "viz/panels/recording/source_panel.h"

#include <algorithm>
#include <iterator>

namespace loopscope::viz {

// Of a task that is done the line is marked that was its last: nobody stands there any more.
std::string SourcePanel::who_ended(const Scene& scene, trace::ObjectId subject) const {
    const trace::ObjectState* task = scene.now->object(subject);
    const bool done = task != nullptr && task->kind == trace::ObjectKind::task &&
                      task->task_state >= trace::TaskState::returned;
    return done ? scene.say("source.ended", {{"who", scene.store->label(subject)}}) : std::string();
}

float SourcePanel::draw_ended(const Scene& scene, float top, float text_end) const {
    if (ended_.empty()) return text_end;
    const Brush brush = scene.brush();
    const float width = text_width(brush, Type::small, ended_), x = text_end + scene.px(14);
    if (x + width > ImGui::GetWindowPos().x + ImGui::GetWindowWidth() - scene.px(16)) return text_end;
    text_at(brush, Type::small, {x, top + (scene.px(kSourceLine) - text_height(brush, Type::small)) / 2},
            scene.theme->text_dim, ended_);
    return x + width;
}

// Pressing it selects its tasks, one after the other.
void SourcePanel::draw_badge(const Scene& scene, const ViewState& view, Wishes& wishes,
                             const OccupiedLine& badge, Room between, float top) const {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const float height = scene.px(kSourceLine), end = between.end;
    const float room = end - between.begin - scene.px(12);
    const float wanted = text_width(brush, Type::small_strong, badge.text) + scene.px(12);
    const float width = std::min({wanted, room, scene.px(272)}), x = end - width;
    const ImVec2 min{x, top + scene.px(1.5F)}, max{x + width, top + height - scene.px(1.5F)};
    const bool hovered = ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(min, max);
    brush.draw->AddRectFilled(min, max, hovered ? theme.hover : theme.raised, scene.px(4));
    brush.draw->AddRect(min, max, theme.waiting, scene.px(4));
    if (width < wanted && width < scene.px(48)) {
        // Names have no room: that somebody stands here is said without words.
        const ImVec2 middle{x + width / 2, top + height / 2};
        for (const float dx : {-3.0F, 3.0F})
            brush.draw->AddRectFilled({middle.x + scene.px(dx - 1.25F), middle.y - scene.px(5)},
                                      {middle.x + scene.px(dx + 1.25F), middle.y + scene.px(5)},
                                      theme.text_dim);
    } else {
        text_within(brush, Type::small_strong,
                    {x + scene.px(6), top + (height - text_height(brush, Type::small_strong)) / 2},
                    width - scene.px(12) + 1, theme.text_dim, badge.text);
    }
    if (hovered && width < wanted) tooltip(scene, badge.text);
    if (!hovered || !ImGui::IsMouseClicked(0)) return;
    const auto here = std::find(badge.tasks.begin(), badge.tasks.end(), view.selection.object);
    const auto next = here == badge.tasks.end() ? here : std::next(here);
    wishes.select = next == badge.tasks.end() ? badge.tasks.front() : *next;
}

}  // namespace loopscope::viz
