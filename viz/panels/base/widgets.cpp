#include "viz/panels/base/widgets.h"

#include "viz/imgui_compat.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

namespace {

constexpr float kPill = 24;

void push(const Scene& scene, Type type, Color color) {
    const Fonts::Face& face = (*scene.fonts)[type];
    push_font(face.font, face.size);
    ImGui::PushStyleColor(ImGuiCol_Text, color);
}

void pop() {
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

}  // namespace

void write(const Scene& scene, Type type, Color color, std::string_view text) {
    push(scene, type, color);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    pop();
}

void write_wrapped(const Scene& scene, Type type, Color color, std::string_view text) {
    const float room = std::max(ImGui::GetContentRegionAvail().x, scene.px(40));
    write(scene, type, color, broken_text(scene.brush(), type, room, text));
}

void write_line(const Scene& scene, Type type, Color color, std::string_view text) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = text_height(scene.brush(), type);
    const bool cut = text_within(scene.brush(), type, at, width, color, text);
    ImGui::Dummy({std::max(1.0F, std::min(width, text_width(scene.brush(), type, text))), height});
    if (cut && ImGui::IsItemHovered()) tooltip(scene, text);
}

void small_beside(const Scene& scene, Color color, std::string_view text) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line = text_height(brush, Type::body), small = text_height(brush, Type::small);
    const float width = std::max(ImGui::GetContentRegionAvail().x, 1.0F);
    // Of a typeface's height about three quarters are above the baseline.
    const bool cut =
        text_within(brush, Type::small, {at.x, at.y + (line - small) * 0.8F}, width, color, text);
    ImGui::Dummy({std::min(width, std::max(text_width(brush, Type::small, text), 1.0F)), line});
    if (cut && ImGui::IsItemHovered()) tooltip(scene, text);
}

void heading(const Scene& scene, std::string_view text) {
    write(scene, Type::small_strong, scene.theme->text_dim, text);
    space(scene, 1);
}

void space(const Scene& scene, float height) { ImGui::Dummy({1, scene.px(height)}); }

float key_cap_height(const Scene& scene) {
    return text_height(scene.brush(nullptr), Type::small_strong) + scene.px(6);
}

float key_cap_width(const Scene& scene, std::string_view text) {
    const float words = text_width(scene.brush(nullptr), Type::small_strong, text) + scene.px(12);
    return std::max(words, key_cap_height(scene));
}

void key_cap(const Scene& scene, std::string_view text) {
    const Brush brush = scene.brush();
    // On whole pixels, or what is written in it would not be at the same height in all.
    const ImVec2 cursor = ImGui::GetCursorScreenPos(), at{std::floor(cursor.x), std::floor(cursor.y)};
    const float height = key_cap_height(scene), width = key_cap_width(scene, text);
    brush.draw->AddRectFilled(at, {at.x + width, at.y + height}, scene.theme->raised, scene.px(4));
    brush.draw->AddRect(at, {at.x + width, at.y + height}, scene.theme->waiting, scene.px(4));
    const float inset = (width - text_width(brush, Type::small_strong, text)) / 2;
    text_at(brush, Type::small_strong, {at.x + inset, at.y + scene.px(3)}, scene.theme->text, text);
    ImGui::Dummy({width, height});
}

bool key_hint(const Scene& scene, std::string_view key, std::string_view words) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float cap = key_cap_height(scene), key_width = key_cap_width(scene, key);
    const float width = key_width + scene.px(6) + text_width(brush, Type::body, words);
    ImGui::PushID(key.data(), key.data() + key.size());
    const bool pressed = ImGui::InvisibleButton("hint", {width, cap});
    ImGui::PopID();
    const bool hovered = ImGui::IsItemHovered();
    ImGui::SetCursorScreenPos(at);
    key_cap(scene, key);
    text_at(brush, Type::body,
            {at.x + key_width + scene.px(6), at.y + (cap - text_height(brush, Type::body)) / 2},
            hovered ? scene.theme->accent : scene.theme->text_dim, words);
    ImGui::SameLine(0, width - key_width + scene.px(18));
    return pressed;
}

void beside_pills(const Scene& scene, Type type, Color color, std::string_view text, float min_width) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float words = text_width(brush, type, text), width = std::max(words, min_width),
                height = scene.px(kPill);
    text_at(brush, type, {at.x + (width - words) / 2, at.y + (height - text_height(brush, type)) / 2}, color,
            text);
    ImGui::Dummy({std::max(width, 1.0F), height});
}

bool pill(const Scene& scene, const char* id, std::string_view text, bool chosen, float min_width) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float text_size = text_width(brush, Type::small_strong, text), height = scene.px(kPill);
    const float width = std::max(text_size + scene.px(18), min_width);
    const bool pressed = ImGui::InvisibleButton(id, {width, height});
    const bool hovered = ImGui::IsItemHovered();
    const Color fill = chosen ? scene.theme->accent : hovered ? scene.theme->hover : scene.theme->raised;
    const ImVec2 end{at.x + width, at.y + height};
    brush.draw->AddRectFilled(at, end, fill, scene.px(5));
    if (!chosen) brush.draw->AddRect(at, end, scene.theme->line, scene.px(5));
    const float y = at.y + (height - text_height(brush, Type::small_strong)) / 2;
    text_at(brush, Type::small_strong, {at.x + (width - text_size) / 2, y},
            chosen ? scene.theme->on_accent : scene.theme->text, text);
    return pressed;
}

void stepper(const Scene& scene, Wishes& wishes, Command less, Command more, std::string_view value,
             float width) {
    const auto button = [&](Command command, std::string_view sign) {
        ImGui::PushID(static_cast<int>(command));
        if (pill(scene, "step", sign, false, scene.px(28))) wishes.commands.push_back(command);
        if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, command));
        ImGui::PopID();
    };
    button(less, "\u2212");
    ImGui::SameLine(0, scene.px(4));
    beside_pills(scene, Type::small_strong, scene.theme->text, value, width);
    ImGui::SameLine(0, scene.px(4));
    button(more, "+");
}

bool text_link(const Scene& scene, std::string_view text) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Brush brush = scene.brush();
    const float height = text_height(brush, Type::strong);
    const float width =
        std::min(text_width(brush, Type::strong, text), std::max(ImGui::GetContentRegionAvail().x, 8.0F));
    const bool pressed = ImGui::InvisibleButton("link", {std::max(width, 1.0F), height});
    const bool hovered = ImGui::IsItemHovered();
    const bool cut =
        text_within(brush, Type::strong, at, width, hovered ? scene.theme->accent : scene.theme->text, text);
    if (cut && hovered) tooltip(scene, text);
    if (hovered) {
        brush.draw->AddLine({at.x, at.y + height + scene.px(1)}, {at.x + width, at.y + height + scene.px(1)},
                            scene.theme->accent);
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    return pressed;
}

bool wrapped_link(const Scene& scene, std::string_view text) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Brush brush = scene.brush();
    const float room = std::max(ImGui::GetContentRegionAvail().x, scene.px(40));
    const float width = std::min(text_width(brush, Type::strong, text) + 1, room);
    const float height = wrapped_height(brush, Type::strong, width, text);
    const bool pressed = ImGui::InvisibleButton("link", {width, std::max(height, 1.0F)});
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    text_wrapped(brush, Type::strong, at, width, hovered ? scene.theme->accent : scene.theme->text, text);
    return pressed;
}

void menu_on_item(Wishes& wishes, trace::ObjectId id) {
    if (!ImGui::IsItemHovered() || !ImGui::IsMouseClicked(1)) return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    wishes.select = id;
    wishes.menu = MenuWish{MenuWish::About::object, mouse.x, mouse.y};
}

void object_link(const Scene& scene, Wishes& wishes, trace::ObjectId id, std::string_view text) {
    ImGui::PushID(static_cast<int>(id));
    if (text_link(scene, text)) wishes.select = id;
    menu_on_item(wishes, id);
    ImGui::PopID();
}

void tooltip(const Scene& scene, std::string_view text) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {scene.px(10), scene.px(8)});
    ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 1);
    ImGui::BeginTooltip();
    write(scene, Type::body, scene.theme->text, broken_text(scene.brush(), Type::body, scene.px(360), text));
    ImGui::EndTooltip();
    ImGui::PopStyleVar(2);
}

std::string hint_of(const Scene& scene, Command command) {
    return name_of(command, *scene.words) + "  (" + key_text(info_of(command).chords[0], *scene.words) + ")";
}

}  // namespace loopscope::viz
