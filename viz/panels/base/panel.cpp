#include "viz/panels/base/panel.h"

#include "viz/imgui_compat.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

void begin_panel(const char* name, const Scene& scene, Rect rect, ImVec2 padding, Color background,
                 bool scrolls) {
    ImGui::SetNextWindowPos({rect.x, rect.y});
    ImGui::SetNextWindowSize({rect.width, rect.height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {scene.px(padding.x), scene.px(padding.y)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, background);
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                             ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing;
    if (scrolls) {
        flags &= ~ImGuiWindowFlags_NoScrollbar;
    } else {
        flags |= ImGuiWindowFlags_NoScrollWithMouse;
    }
    ImGui::Begin(name, nullptr, flags);
    scroll_by_keys(scene, rect);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(3);
}

void end_panel() { ImGui::End(); }

void scroll_by_keys(const Scene& scene, Rect view) {
    if (scene.scroll != 0 && view == scene.scrolled)
        ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + scene.scroll, 0.0F, ImGui::GetScrollMaxY()));
}

void begin_box(const char* name, const Scene& scene, Rect window, ImVec2 size, float top, ImVec2 padding) {
    const ImVec2 fits{std::min(size.x, window.width - scene.px(32)),
                      std::min(size.y, window.height - scene.px(32))};
    const float lowest = window.height - fits.y - scene.px(16);
    const float y = std::min(std::max(window.height * top, scene.px(16)), lowest);
    ImGui::SetNextWindowPos({std::floor(window.x + (window.width - fits.x) / 2), std::floor(window.y + y)});
    ImGui::SetNextWindowSize(fits);
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {scene.px(padding.x), scene.px(padding.y)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, scene.px(10));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, std::max(1.0F, std::floor(scene.scale)));
    ImGui::Begin(name, nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav);
}

void end_box() {
    ImGui::End();
    ImGui::PopStyleVar(3);
}

bool scrim(const Scene& scene, Rect window) {
    ImGui::SetNextWindowPos({window.x, window.y});
    ImGui::SetNextWindowSize({window.width, window.height});
    const float dark = scene.theme->name == ThemeName::dark ? 0.6F : 0.4F;
    ImGui::PushStyleColor(ImGuiCol_WindowBg, with_alpha(IM_COL32_BLACK, dark));
    ImGui::Begin("scrim", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing);
    ImGui::PopStyleColor();
    ImGui::SetCursorScreenPos({window.x, window.y});
    // At the press: what is above takes the focus in each frame, so that a button would never see its
    // release.
    ImGui::InvisibleButton("away", {std::max(window.width, 1.0F), std::max(window.height, 1.0F)});
    const bool pressed = ImGui::IsItemClicked();
    ImGui::End();
    return pressed;
}

void panel_edge(const Scene& scene, Rect rect, bool right, bool bottom) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->PushClipRectFullScreen();
    const float t = std::max(1.0F, std::floor(scene.scale));
    if (right)
        draw->AddRectFilled({rect.right() - t, rect.y}, {rect.right(), rect.bottom()}, scene.theme->line);
    if (bottom)
        draw->AddRectFilled({rect.x, rect.bottom() - t}, {rect.right(), rect.bottom()}, scene.theme->line);
    draw->PopClipRect();
}

bool hidden_with_future(const Scene& scene, const ViewState& view) {
    if (view.shows_future()) return false;
    write_wrapped(scene, Type::body, scene.theme->text_dim, scene.say("view.hidden"));
    return true;
}

}  // namespace loopscope::viz
