#include "viz/panels/chrome/tabs.h"

#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <numeric>

namespace loopscope::viz {

namespace {

constexpr float kBesideWords = 16;  // pixels beside the words of a tab

std::string key_of(const Scene& scene, View tab) {
    return key_text(info_of(command_showing(tab)).chords[0], *scene.words);
}

// With how much there is to be warned of, as far as it may be seen.
std::string title_of(const Scene& scene, View tab) {
    const std::string& name = name_of(tab, *scene.words);
    if (tab != View::warnings || scene.warnings == 0) return name;
    return name + " (" + std::to_string(scene.warnings) + ")";
}

float name_width(const Scene& scene, View tab) {
    return text_width(scene.brush(), Type::small_strong, title_of(scene, tab));
}

// The keys beside the names of tabs go first where there is little room, then the ends of the names; where
// not even these have room, the keys stand for all but the one that is seen.
struct TabRoom {
    bool keys = true;
    float name = 1e9F;  // pixels of a name at most
    bool only_keys = false;

    TabRoom(const Scene& scene, const std::vector<View>& tabs, float width) {
        const Brush brush = scene.brush();
        float names = 0, all_keys = 0;
        for (const View tab : tabs) {
            names += name_width(scene, tab) + scene.px(kBesideWords);
            all_keys += text_width(brush, Type::small, key_of(scene, tab)) + scene.px(6);
        }
        keys = names + all_keys <= width;
        const auto count = static_cast<float>(std::max<std::size_t>(tabs.size(), 1));
        if (names <= width) return;
        name = width / count - scene.px(kBesideWords);
        constexpr float kFewLetters = 40;
        only_keys = name < scene.px(kFewLetters);
        if (only_keys) name = std::max(width - all_keys - (count - 1) * scene.px(10), scene.px(24));
    }
};

struct Tab {
    View view{};
    std::string title, key;
    float words = 0;  // pixels of the title at most
    bool chosen = false, focused = false;

    float width(const Scene& scene) const {
        return words + scene.px(kBesideWords) +
               (key.empty() ? 0 : text_width(scene.brush(), Type::small, key) + scene.px(6));
    }
};

void draw_tab(const Scene& scene, Wishes& wishes, const Tab& tab, float x, Rect rect) {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const float right = x + tab.width(scene);
    ImGui::SetCursorScreenPos({x, rect.y});
    ImGui::PushID(static_cast<int>(tab.view));
    const bool pressed = ImGui::InvisibleButton("tab", {right - x, rect.height});
    const bool hovered = ImGui::IsItemHovered();
    if (hovered && tab.key.empty()) tooltip(scene, hint_of(scene, command_showing(tab.view)));
    ImGui::PopID();
    if (pressed && !tab.chosen) wishes.commands.push_back(command_showing(tab.view));
    if (tab.chosen || hovered)
        brush.draw->AddRectFilled({x, rect.y}, {right, rect.bottom()},
                                  tab.chosen ? theme.panel : theme.hover);
    if (tab.chosen)
        brush.draw->AddRectFilled({x, rect.bottom() - scene.px(3)}, {right, rect.bottom()},
                                  tab.focused ? theme.accent : theme.waiting);
    const float y = rect.y + (rect.height - text_height(brush, Type::small)) / 2;
    text_within(brush, Type::small_strong, {x + scene.px(kBesideWords / 2), y}, tab.words + 1,
                tab.chosen ? theme.text : theme.text_dim, tab.title);
    text_at(brush, Type::small, {x + scene.px(14) + tab.words, y}, theme.text_dim, tab.key);
}

// To the tab beside those that have room.
void draw_arrow(const Scene& scene, Wishes& wishes, View to, float x, Rect rect, bool right) {
    const float width = scene.px(24);
    ImGui::SetCursorScreenPos({x, rect.y});
    if (ImGui::InvisibleButton(right ? "next" : "before", {width, rect.height}))
        wishes.commands.push_back(command_showing(to));
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) tooltip(scene, hint_of(scene, command_showing(to)));
    draw_triangle(scene.brush(), {x + width / 2, rect.y + rect.height / 2}, scene.px(8),
                  hovered ? scene.theme->text : scene.theme->text_dim, right);
}

// Which of them are drawn: the one that is seen, and its neighbours as far as there is room.
std::pair<std::size_t, std::size_t> shown_tabs(const std::vector<float>& widths, std::size_t seen,
                                               float room) {
    std::size_t first = seen, last = seen + 1;
    float used = widths[seen];
    const auto fits = [&](std::size_t tab) { return used + widths[tab] <= room; };
    while (last < widths.size() && fits(last)) used += widths[last++];
    while (first > 0 && fits(first - 1)) used += widths[--first];
    return {first, last};
}

}  // namespace

void view_tabs(const Scene& scene, const ViewState& view, Wishes& wishes, Place place, Rect rect,
               const std::vector<View>& tabs, std::optional<View> front) {
    const std::string name = "tabs " + std::to_string(static_cast<int>(place));
    begin_panel(name.c_str(), scene, rect, {0, 0}, scene.theme->raised, false);
    panel_edge(scene, rect, true, true);
    float x = rect.x + scene.px(6);
    const TabRoom room(scene, tabs, rect.width - scene.px(12));
    for (const View view_of_tab : tabs) {
        Tab tab;
        tab.view = view_of_tab;
        tab.chosen = front == view_of_tab;
        tab.focused = view.focus == view_of_tab;
        const bool by_key = room.only_keys && !tab.chosen;
        tab.title = by_key ? key_of(scene, tab.view) : title_of(scene, tab.view);
        if (room.keys) tab.key = key_of(scene, tab.view);
        tab.words = std::min(text_width(scene.brush(), Type::small_strong, tab.title), room.name);
        draw_tab(scene, wishes, tab, x, rect);
        x += tab.width(scene);
    }
    end_panel();
}

void view_strip(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect,
                const std::vector<View>& tabs, View seen) {
    begin_panel("header", scene, rect, {0, 0}, scene.theme->raised, false);
    panel_edge(scene, rect, false, true);
    float room = rect.width;
    constexpr float kLarge = 1.05F;
    if (view.zoom > kLarge) {  // who made it too large finds back
        const float width = text_width(scene.brush(), Type::small_strong, "100 %") + scene.px(18);
        ImGui::SetCursorScreenPos(
            {rect.right() - width - scene.px(8), rect.y + (rect.height - scene.px(24)) / 2});
        if (pill(scene, "normal", "100 %", false)) wishes.commands.push_back(Command::normal_size);
        if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, Command::normal_size));
        room -= width + scene.px(16);
    }
    std::vector<float> widths;
    for (const View tab : tabs) widths.push_back(name_width(scene, tab) + scene.px(kBesideWords));
    const auto place = std::find(tabs.begin(), tabs.end(), seen) - tabs.begin();
    const bool all = std::accumulate(widths.begin(), widths.end(), 0.0F) <= room;
    const float arrow = all ? 0 : scene.px(24);
    const auto [first, last] = shown_tabs(widths, static_cast<std::size_t>(place), room - 2 * arrow);
    if (first > 0) draw_arrow(scene, wishes, tabs[first - 1], rect.x, rect, false);
    float x = rect.x + arrow;
    for (std::size_t i = first; i < last; ++i) {
        const Tab tab{.view = tabs[i],
                      .title = title_of(scene, tabs[i]),
                      .key = {},
                      .words = widths[i] - scene.px(kBesideWords),
                      .chosen = tabs[i] == seen,
                      .focused = true};
        draw_tab(scene, wishes, tab, x, rect);
        x += widths[i];
    }
    if (last < tabs.size()) draw_arrow(scene, wishes, tabs[last], rect.x + room - arrow, rect, true);
    end_panel();
}

}  // namespace loopscope::viz
