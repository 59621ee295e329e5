#include "viz/panels/boxes/palette_panel.h"

#include "viz/imgui_compat.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <cstring>

namespace loopscope::viz {

namespace {

constexpr float kCommandRow = 28;

void choose(Wishes& wishes, Command command) {
    wishes.close_palette = true;
    wishes.commands.push_back(command);
}

}  // namespace

void PalettePanel::open() {
    text_[0] = 0;
    opening_ = true;
    entering_ = false;
    chosen_ = 0;
}

void PalettePanel::draw(const Scene& scene, Wishes& wishes, Rect window) {
    const std::vector<const CommandInfo*> found = commands_like(text_.data(), *scene.words);
    const float rows = std::clamp(static_cast<float>(found.size()), 1.0F, 12.0F);
    begin_box("palette", scene, window, {scene.px(520), scene.px(74 + rows * kCommandRow)}, 0.12F, {16, 14});
    if (opening_) put_caret_here();
    opening_ = false;
    ImGui::SetNextItemWidth(-1);
    entering_ |= ImGui::InputTextWithHint("##command", scene.say("palette.hint").c_str(), text_.data(),
                                          text_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
    const int before = chosen_;
    const bool edited = ImGui::IsItemEdited();
    if (edited) chosen_ = 0;
    if (key_pressed(Key::down)) ++chosen_;
    if (key_pressed(Key::up)) --chosen_;
    follow_ = chosen_ != before || edited;
    chosen_ = std::clamp(chosen_, 0, std::max(0, static_cast<int>(found.size()) - 1));
    space(scene, 4);
    if (found.empty()) write(scene, Type::body, scene.theme->text_dim, scene.say("palette.none"));
    ImGui::BeginChild("commands", {0, 0}, false, ImGuiWindowFlags_NoNav);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    for (std::size_t i = 0; i < found.size(); ++i)
        draw_row(scene, wishes, *found[i], static_cast<int>(i) == chosen_);
    ImGui::PopStyleVar();
    ImGui::EndChild();
    // What the last letters find is seen in the next frame.
    if (entering_ && !edited) {
        entering_ = false;
        if (!found.empty()) choose(wishes, found[static_cast<std::size_t>(chosen_)]->command);
    }
    end_box();
}

void PalettePanel::draw_row(const Scene& scene, Wishes& wishes, const CommandInfo& info, bool chosen) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x, 1.0F), height = scene.px(kCommandRow);
    ImGui::PushID(static_cast<int>(info.command));
    if (ImGui::InvisibleButton("command", {width, height})) choose(wishes, info.command);
    ImGui::PopID();
    if (chosen && follow_ && !ImGui::IsItemVisible()) ImGui::SetScrollHereY(0.5F);
    if (chosen || ImGui::IsItemHovered())
        brush.draw->AddRectFilled(at, {at.x + width, at.y + height},
                                  chosen ? scene.theme->accent_soft : scene.theme->hover, scene.px(4));
    const float y = at.y + (height - text_height(brush, Type::body)) / 2;
    const std::string& name = name_of(info.command, *scene.words);
    text_at(brush, Type::body, {at.x + scene.px(10), y}, scene.theme->text, name);
    const float after = at.x + scene.px(18) + text_width(brush, Type::body, name);
    text_at(brush, Type::small, {after, y + scene.px(2)}, scene.theme->text_dim,
            group_name(info.group, *scene.words));
    const std::string key = key_text(info.chords[0], *scene.words);
    text_at(brush, Type::small_strong,
            {at.x + width - scene.px(12) - text_width(brush, Type::small_strong, key), y + scene.px(1)},
            scene.theme->text_dim, key);
}

}  // namespace loopscope::viz
