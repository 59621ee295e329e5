#include "viz/view/layout.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr float kHeader = 44, kTransport = 72, kSentence = 64;

// Cuts a piece off a rectangle and returns it.
Rect cut_top(Rect& from, float height) {
    height = std::clamp(height, 0.0F, from.height);
    const Rect piece{from.x, from.y, from.width, height};
    from.y += height;
    from.height -= height;
    return piece;
}

Rect cut_bottom(Rect& from, float height) {
    height = std::clamp(height, 0.0F, from.height);
    from.height -= height;
    return {from.x, from.bottom(), from.width, height};
}

Rect cut_left(Rect& from, float width) {
    width = std::clamp(width, 0.0F, from.width);
    const Rect piece{from.x, from.y, width, from.height};
    from.x += width;
    from.width -= width;
    return piece;
}

Rect cut_right(Rect& from, float width) {
    width = std::clamp(width, 0.0F, from.width);
    from.width -= width;
    return {from.right(), from.y, width, from.height};
}

void share_right_column(Layout& layout, Rect column, const LayoutWish& wish) {
    const bool loop = wish.layer >= 2, inspector = wish.layer >= 3 || wish.inspector;
    const float output = loop && inspector ? 0.24F : 0.32F;
    layout.output = cut_bottom(column, column.height * output);
    if (loop && inspector) {
        layout.loop = cut_top(column, column.height * (wish.layer >= 4 ? 0.55F : 0.5F));
        layout.inspector = column;
    } else if (loop) {
        layout.loop = column;
    } else if (inspector) {
        layout.inspector = column;
    }
}

}  // namespace

Layout layout_of(const LayoutWish& wish) {
    const float s = wish.scale;
    Layout layout;
    Rect rest{0, 0, wish.width, wish.height};
    layout.header = cut_top(rest, kHeader * s);
    layout.transport = cut_bottom(rest, kTransport * s);
    const float side = std::clamp(rest.width * 0.19F, 200 * s, 340 * s);
    if (wish.scenarios) layout.scenarios = cut_left(rest, std::min(side, rest.width * 0.3F));
    const float right = std::clamp(rest.width * 0.27F, 224 * s, 420 * s);
    const bool machine = wish.layer >= 2 || wish.inspector;
    if (machine) share_right_column(layout, cut_right(rest, std::min(right, rest.width * 0.4F)), wish);
    Rect lower = cut_bottom(rest, rest.height * (wish.source ? 0.46F : machine ? 0.0F : 0.25F));
    // Without the machine there is no right column: the output stands beside the source.
    if (!machine) layout.output = wish.source ? cut_right(lower, std::min(right, lower.width * 0.4F)) : lower;
    if (wish.source) layout.source = lower;
    layout.sentence = cut_bottom(rest, kSentence * s);
    layout.timeline = rest;
    return layout;
}

}  // namespace loopscope::viz
