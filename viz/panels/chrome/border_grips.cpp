#include "viz/panels/chrome/border_grips.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace loopscope::viz {

namespace {

constexpr float kGripReach = 4;  // pixels on either side by which it is held

float on_its_way(const Divider& divider, ImVec2 at) { return divider.upright ? at.x : at.y; }

}  // namespace

// ImGui has just been given the button of this divider.
void BorderGrips::take_mouse(ViewState& view, const Divider& divider) {
    const float mouse = on_its_way(divider, ImGui::GetIO().MousePos);
    if (ImGui::IsItemActivated()) held_ = Held{divider, mouse};
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) {
        view.sizes().reset(divider.border);
        held_.reset();
    }
    if (!ImGui::IsItemActive() || !held_) return;
    if (mouse != held_->mouse || view.sizes().share(divider.border))
        view.sizes().set(divider.border, held_->divider.moved_by(mouse - held_->mouse));
}

void BorderGrips::draw(const Scene& scene, ViewState& view, const std::vector<Divider>& dividers) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    bool any = false;
    for (std::size_t i = 0; i < dividers.size(); ++i) {
        const Divider& divider = dividers[i];
        const Rect& line = divider.line;
        const float reach = scene.px(kGripReach);
        const ImVec2 from{line.x - (divider.upright ? reach : 0), line.y - (divider.upright ? 0 : reach)};
        const ImVec2 size{std::max(divider.upright ? 2 * reach : line.width, 1.0F),
                          std::max(divider.upright ? line.height : 2 * reach, 1.0F)};
        ImGui::SetNextWindowPos(from);
        ImGui::SetNextWindowSize(size);
        // The same border may be seen twice.
        const std::string name = "border " + std::to_string(i);
        ImGui::Begin(name.c_str(), nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                         ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBackground);
        ImGui::SetCursorScreenPos(from);
        ImGui::InvisibleButton("grip", size);
        take_mouse(view, divider);
        if (ImGui::IsItemHovered() || ImGui::IsItemActive()) {
            ImGui::SetMouseCursor(divider.upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
            const float half = std::max(1.0F, std::floor(scene.px(1.5F)));
            const ImVec2 corner{line.x - (divider.upright ? half : 0), line.y - (divider.upright ? 0 : half)};
            const ImVec2 end{line.right() + (divider.upright ? half : 0),
                             line.bottom() + (divider.upright ? 0 : half)};
            ImGui::GetWindowDrawList()->AddRectFilled(corner, end, scene.theme->accent);
        }
        any = any || ImGui::IsItemActive();
        ImGui::End();
    }
    if (!any) held_.reset();
    ImGui::PopStyleVar(3);
}

}  // namespace loopscope::viz
