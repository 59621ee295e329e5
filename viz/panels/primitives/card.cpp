#include "viz/panels/primitives/card.h"

#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

namespace {

constexpr float kMargin = 12, kChip = 26, kCardLine = 18;
constexpr std::size_t kMostChips = 200;  // nobody reads more of them, and each is painted anew in each frame

}  // namespace

float Card::measure(float width) {
    paint_ = false;
    return run({0, 0}, width);
}

void Card::paint(ImVec2 at, float width, float height) {
    paint_ = true;
    const ImVec2 max{at.x + width, at.y + height};
    const bool chosen = about_ == view_.selection.object;
    brush_.draw->AddRectFilled(at, max, theme_.raised, scene_.px(7));
    brush_.draw->AddRect(at, max, chosen ? theme_.accent : theme_.line, scene_.px(7), 0,
                         scene_.px(chosen ? 2 : 1));
    run(at, width);
}

float Card::run(ImVec2 at, float width) {
    left_ = at.x + scene_.px(kMargin);
    right_ = at.x + width - scene_.px(kMargin);
    y_ = at.y + scene_.px(10);
    rows_ = 0;
    head();
    body();
    return y_ + scene_.px(8) - at.y;
}

void Card::head() {
    const std::string told = state();
    const float height = text_height(brush_, Type::strong);
    if (paint_) {
        const float width = text_width(brush_, Type::small, told);
        ImGui::SetCursorScreenPos({left_, y_});
        ImGui::PushID("name");
        ImGui::PushClipRect({left_, y_ - 2}, {right_ - width - scene_.px(10), y_ + height + scene_.px(4)},
                            true);
        object_link(scene_, wishes_, about_, title());
        ImGui::PopClipRect();
        ImGui::PopID();
        text_at(brush_, Type::small,
                {right_ - width, y_ + (height - text_height(brush_, Type::small)) * 0.8F}, theme_.text_dim,
                told);
    }
    y_ += height + scene_.px(10);
}

void Card::caption(const std::string& text) {
    const float room = right_ - left_;
    if (paint_) text_wrapped(brush_, Type::small, {left_, y_}, room, theme_.text_dim, text);
    const float more = wrapped_height(brush_, Type::small, room, text) - text_height(brush_, Type::small);
    y_ += scene_.px(kCardLine) + more;
}

// A lock's card is low, so that several are seen at once: what follows stands in the same row.
void Card::beside(const std::string& text, float width) {
    const float height = text_height(brush_, Type::small);
    if (paint_)
        text_at(brush_, Type::small, {left_, y_ + (scene_.px(kChip) - height) / 2}, theme_.text_dim, text);
    indent_ = scene_.px(12) + width;
}

void Card::quiet(const std::string& text) {
    const float indent = std::exchange(indent_, 0.0F), left = left_ + indent, room = right_ - left;
    // Beside a caption on its line, in the middle of the row; else below it.
    const float line = text_height(brush_, Type::body);
    const float top = indent > 0 ? (scene_.px(kChip) - line) / 2 : scene_.px(2);
    if (paint_) text_wrapped(brush_, Type::body, {left, y_ + top}, room, theme_.text_dim, text);
    y_ += scene_.px(kChip) + wrapped_height(brush_, Type::body, room, text) - line;
}

void Card::chips(const std::vector<Chip>& all, bool numbered) {
    const float gap = scene_.px(5), height = scene_.px(kChip);
    const float after = scene_.px(indent_ > 0 ? 4 : 8);
    const float left = left_ + std::exchange(indent_, 0.0F);
    float x = left;
    const std::size_t shown = std::min(all.size(), kMostChips);
    for (std::size_t i = 0; i < shown; ++i) {
        std::string text =
            all[i].text.empty() && all[i].task != 0 ? scene_.store->label(all[i].task) : all[i].text;
        if (numbered) text = std::to_string(i + 1) + ". " + text;
        const float width =
            std::min(std::max(text_width(brush_, Type::small_strong, text) + scene_.px(16), scene_.px(28)),
                     right_ - left);
        if (x > left && x + width > right_) {
            x = left;
            y_ += height + gap;
        }
        if (paint_) chip(all[i], text, {x, y_, width, height}, static_cast<int>(i), numbered);
        x += width + gap;
    }
    y_ += height + after;
    ++rows_;
    if (shown < all.size())
        quiet(scene_.words->fill("primitive.more", {{"count", std::to_string(all.size() - shown)}}));
}

void Card::chip(const Chip& chip, const std::string& text, Rect rect, int number, bool in_line) {
    const ImVec2 min{rect.x, rect.y}, max{rect.right(), rect.bottom()};
    if (!ImGui::IsRectVisible(min, max)) return;
    const bool free = chip.text.empty() && chip.task == 0, named = chip.task != 0 && chip.text.empty();
    const Color fill = free          ? theme_.panel
                       : chip.failed ? theme_.bad_soft
                       : chip.filled ? (named ? theme_.running : theme_.accent_soft)
                                     : theme_.panel;
    const Color ink = chip.filled && named ? theme_.on_running : theme_.text;
    brush_.draw->AddRectFilled(min, max, fill, scene_.px(5));
    if (free) {
        draw_dashed_rect(brush_, min, max, theme_.waiting);
    } else {
        brush_.draw->AddRect(min, max,
                             chip.failed   ? theme_.bad
                             : in_line     ? theme_.waiting
                             : chip.filled ? fill
                                           : theme_.line,
                             scene_.px(5), 0, scene_.px(1));
    }
    const float room = rect.width - scene_.px(12),
                size = std::min(text_width(brush_, Type::small_strong, text), room);
    text_within(brush_, Type::small_strong,
                {rect.x + (rect.width - size) / 2,
                 rect.y + (rect.height - text_height(brush_, Type::small_strong)) / 2},
                room, ink, text);
    if (chip.task == 0) return;
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(static_cast<int>(chip.task));
    ImGui::PushID(number + rows_ * 1000);
    if (ImGui::InvisibleButton("task", {rect.width, rect.height})) wishes_.select = chip.task;
    menu_on_item(wishes_, chip.task);
    if (ImGui::IsItemHovered()) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        tooltip(scene_, scene_.store->full_label(chip.task));
    }
    ImGui::PopID();
    ImGui::PopID();
}

}  // namespace loopscope::viz
