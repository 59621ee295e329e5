#include "viz/panels/boxes/menu_panel.h"

#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

namespace {

constexpr float kMenuRow = 27, kMenuTitle = 30, kMenuPadding = 6, kBesideKey = 36;

std::string menu_key(const Scene& scene, Command command) {
    return key_text(info_of(command).chords[0], *scene.words);
}

}  // namespace

void MenuPanel::open(std::string title, std::vector<MenuEntry> entries, ImVec2 at) {
    title_ = std::move(title);
    entries_ = std::move(entries);
    chosen_ = 0;
    at_ = at;
}

void MenuPanel::move(int by) {
    const auto count = static_cast<int>(entries_.size());
    chosen_ = static_cast<std::size_t>((static_cast<int>(chosen_) + by + count) % count);
}

void MenuPanel::draw(const Scene& scene, Wishes& wishes, Rect window) {
    const Brush all = scene.brush(ImGui::GetForegroundDrawList());
    // A press anywhere else closes it, and does nothing more.
    ImGui::SetNextWindowPos({window.x, window.y});
    ImGui::SetNextWindowSize({window.width, window.height});
    ImGui::SetNextWindowFocus();
    const ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
    ImGui::Begin("menu-around", nullptr, flags | ImGuiWindowFlags_NoBackground);
    ImGui::SetCursorScreenPos({window.x, window.y});
    ImGui::InvisibleButton("away", {std::max(window.width, 1.0F), std::max(window.height, 1.0F)},
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    const bool away = ImGui::IsItemHovered() && (ImGui::IsMouseClicked(0) || ImGui::IsMouseClicked(1));
    ImGui::End();
    float width = text_width(all, Type::strong, title_);
    for (const MenuEntry& entry : entries_)
        width = std::max(width, text_width(all, Type::body, entry.name) +
                                    text_width(all, Type::small_strong, menu_key(scene, entry.command)) +
                                    scene.px(kBesideKey));
    const float title = title_.empty() ? 0 : scene.px(kMenuTitle), row = scene.px(kMenuRow);
    const ImVec2 size{std::min(width + scene.px(2 * kMenuPadding + 24), window.width),
                      title + row * static_cast<float>(entries_.size()) + scene.px(2 * kMenuPadding)};
    const ImVec2 at{std::clamp(at_.x, window.x, std::max(window.right() - size.x, window.x)),
                    std::clamp(at_.y, window.y, std::max(window.bottom() - size.y, window.y))};
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize(size);
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, scene.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, std::max(1.0F, scene.scale));
    ImGui::Begin("menu", nullptr, flags);
    const Brush brush = scene.brush();
    const float left = at.x + scene.px(kMenuPadding), right = at.x + size.x - scene.px(kMenuPadding);
    float y = at.y + scene.px(kMenuPadding);
    if (!title_.empty())
        text_within(brush, Type::strong, {left + scene.px(10), y + scene.px(4)}, right - left - scene.px(20),
                    scene.theme->text_dim, title_);
    y += title;
    Command pressed = Command::none;
    const ImVec2 moved = ImGui::GetIO().MouseDelta;
    for (std::size_t i = 0; i < entries_.size(); ++i, y += row) {
        ImGui::SetCursorScreenPos({left, y});
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::InvisibleButton("entry", {right - left, row})) pressed = entries_[i].command;
        if (ImGui::IsItemHovered() && (moved.x != 0 || moved.y != 0)) chosen_ = i;
        ImGui::PopID();
        if (i == chosen_)
            brush.draw->AddRectFilled({left, y}, {right, y + row}, scene.theme->accent_soft, scene.px(4));
        const std::string key = menu_key(scene, entries_[i].command);
        const float key_width = text_width(brush, Type::small_strong, key);
        text_within(brush, Type::body, {left + scene.px(10), y + (row - text_height(brush, Type::body)) / 2},
                    right - left - key_width - scene.px(28), scene.theme->text, entries_[i].name);
        text_at(brush, Type::small_strong,
                {right - scene.px(10) - key_width, y + (row - text_height(brush, Type::small_strong)) / 2},
                scene.theme->text_dim, key);
    }
    ImGui::End();
    ImGui::PopStyleVar(3);
    if (pressed != Command::none) wishes.commands.push_back(pressed);
    if (pressed != Command::none || away) close();
}

}  // namespace loopscope::viz
