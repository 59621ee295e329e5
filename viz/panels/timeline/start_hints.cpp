#include "viz/panels/timeline/start_hints.h"

#include <algorithm>
#include <array>

namespace loopscope::viz {

namespace {

constexpr std::array kFirst = {Command::next_event, Command::next_turn,   Command::play,
                               Command::question,   Command::show_lesson, Command::help};

const std::string& words_of(const Scene& scene, Command command) {
    return scene.say("start." + std::string(info_of(command).word));
}
constexpr float kHeight = 34, kHintGap = 10, kPad = 12;

std::string key_of(const Scene& scene, Command command) {
    return key_text(info_of(command).chords[0], *scene.words);
}

float cap_width(const Scene& scene, Command command) {
    return std::max(text_width(scene.brush(), Type::small_strong, key_of(scene, command)) + scene.px(14),
                    scene.px(26));
}

float width_of(const Scene& scene, Command command) {
    const float name = text_width(scene.brush(), Type::body, words_of(scene, command));
    return cap_width(scene, command) + name + scene.px(2 * kPad + 8);
}

}  // namespace

void StartHints::take_clicks(const Scene& scene, Wishes& wishes, Rect room) {
    hints_.clear();
    const bool wanted = scene.store != nullptr && scene.now->applied == 0 && scene.scenario != nullptr;
    if (!wanted) return;
    const float height = scene.px(kHeight), gap = scene.px(kHintGap);
    float x = room.x + scene.px(16), y = 0;
    for (const Command command : kFirst) {
        const float width = width_of(scene, command);
        if (x + width > room.right() - scene.px(12)) {
            x = room.x + scene.px(16);
            y += height + gap;
        }
        hints_.push_back({command, {x, y, width, height}});
        x += width + gap;
    }
    // In the middle of the free room, or not at all.
    const float all = y + height, top = room.y + (room.height - all) / 2;
    if (room.height < all + gap || room.width < scene.px(300)) return hints_.clear();
    for (Hint& hint : hints_) {
        hint.rect.y += top;
        ImGui::SetCursorScreenPos({hint.rect.x, hint.rect.y});
        ImGui::PushID(static_cast<int>(hint.command));
        if (ImGui::InvisibleButton("hint", {hint.rect.width, hint.rect.height}))
            wishes.commands.push_back(hint.command);
        hint.hovered = ImGui::IsItemHovered();
        ImGui::PopID();
    }
}

void StartHints::draw(const Scene& scene) const {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    for (const Hint& hint : hints_) {
        const ImVec2 min{hint.rect.x, hint.rect.y}, max{hint.rect.right(), hint.rect.bottom()};
        const float middle = (min.y + max.y) / 2, cap = cap_width(scene, hint.command), half = scene.px(11);
        brush.draw->AddRectFilled(min, max, hint.hovered ? theme.hover : theme.raised, scene.px(8));
        brush.draw->AddRect(min, max, theme.line, scene.px(8));
        const float x = min.x + scene.px(kPad);
        brush.draw->AddRectFilled({x, middle - half}, {x + cap, middle + half}, theme.accent, scene.px(5));
        const std::string key = key_of(scene, hint.command);
        text_at(brush, Type::small_strong,
                {x + (cap - text_width(brush, Type::small_strong, key)) / 2,
                 middle - text_height(brush, Type::small_strong) / 2},
                theme.on_accent, key);
        text_at(brush, Type::body, {x + cap + scene.px(8), middle - text_height(brush, Type::body) / 2},
                theme.text, words_of(scene, hint.command));
    }
}

}  // namespace loopscope::viz
