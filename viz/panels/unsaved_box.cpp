#include "viz/panels/unsaved_box.h"

#include <algorithm>

namespace loopscope::viz {

void unsaved_box(const Scene& scene, Wishes& wishes, Rect window) {
    const float width = std::min(window.width - scene.px(32), scene.px(460)), height = scene.px(96);
    ImGui::SetNextWindowPos({window.x + (window.width - width) / 2, window.y + window.height * 0.3F});
    ImGui::SetNextWindowSize({width, height});
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {scene.px(20), scene.px(16)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, scene.px(10));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, scene.px(1.5F));
    ImGui::Begin("unsaved", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav);
    write(scene, Type::body, scene.theme->text, scene.say("bookmark.unsaved"));
    space(scene, 6);
    if (pill(scene, "save", scene.say("bookmark.save"), true)) wishes.leaving = Leaving::save;
    ImGui::SameLine(0, scene.px(8));
    if (pill(scene, "discard", scene.say("bookmark.discard"), false)) wishes.leaving = Leaving::discard;
    ImGui::SameLine(0, scene.px(8));
    if (pill(scene, "stay", scene.say("bookmark.stay"), false)) wishes.leaving = Leaving::stay;
    ImGui::End();
    ImGui::PopStyleVar(3);
}

}  // namespace loopscope::viz
