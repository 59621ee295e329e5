#include "viz/draw.h"

#include "viz/data/text/line_breaks.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

float text_width(const Brush& brush, Type type, std::string_view text) {
    const Fonts::Face& face = (*brush.fonts)[type];
    return face.font->CalcTextSizeA(face.size, 1e9F, 0, text.data(), text.data() + text.size()).x;
}

float text_height(const Brush& brush, Type type) { return (*brush.fonts)[type].size; }

void text_at(const Brush& brush, Type type, ImVec2 at, Color color, std::string_view text) {
    const Fonts::Face& face = (*brush.fonts)[type];
    if (brush.words_above) brush.draw->ChannelsSetCurrent(1);
    brush.draw->AddText(face.font, face.size, {std::round(at.x), std::round(at.y)}, color, text.data(),
                        text.data() + text.size());
    if (brush.words_above) brush.draw->ChannelsSetCurrent(0);
}

bool text_within(const Brush& brush, Type type, ImVec2 at, float width, Color color, std::string_view text) {
    if (text_width(brush, type, text) <= width) {
        text_at(brush, type, at, color, text);
        return false;
    }
    constexpr std::string_view kEllipsis = "\u2026";
    const float room = width - text_width(brush, type, kEllipsis);
    const Fonts::Face& face = (*brush.fonts)[type];
    const char* end = text.data();  // of what has room
    face.font->CalcTextSizeA(face.size, std::max(room, 0.0F), 0, text.data(), text.data() + text.size(),
                             &end);
    std::string cut(text.data(), end);
    cut.erase(cut.find_last_not_of(' ') + 1);
    if (room > 0) text_at(brush, type, at, color, cut + std::string(kEllipsis));
    return true;
}

std::string broken_text(const Brush& brush, Type type, float width, std::string_view text) {
    return break_lines(text, width, [&](std::string_view part) { return text_width(brush, type, part); });
}

float text_wrapped(const Brush& brush, Type type, ImVec2 at, float width, Color color,
                   std::string_view text) {
    const std::string lines = broken_text(brush, type, width, text);
    text_at(brush, type, at, color, lines);
    const Fonts::Face& face = (*brush.fonts)[type];
    return face.font->CalcTextSizeA(face.size, 1e9F, 0, lines.data(), lines.data() + lines.size()).y;
}

float wrapped_height(const Brush& brush, Type type, float width, std::string_view text) {
    const std::string lines = broken_text(brush, type, width, text);
    const Fonts::Face& face = (*brush.fonts)[type];
    return face.font->CalcTextSizeA(face.size, 1e9F, 0, lines.data(), lines.data() + lines.size()).y;
}

void draw_check(const Brush& brush, ImVec2 c, float size, Color color) {
    const float r = size / 2;
    const ImVec2 points[] = {
        {c.x - r * 0.8F, c.y}, {c.x - r * 0.2F, c.y + r * 0.6F}, {c.x + r * 0.9F, c.y - r * 0.6F}};
    brush.draw->AddPolyline(points, 3, color, 0, brush.px(2));
}

void draw_cross(const Brush& brush, ImVec2 c, float size, Color color) {
    const float r = size * 0.36F;
    brush.draw->AddLine({c.x - r, c.y - r}, {c.x + r, c.y + r}, color, brush.px(2));
    brush.draw->AddLine({c.x - r, c.y + r}, {c.x + r, c.y - r}, color, brush.px(2));
}

void draw_bang(const Brush& brush, ImVec2 c, float size, Color color) {
    const float r = size / 2;
    brush.draw->AddLine({c.x, c.y - r * 0.85F}, {c.x, c.y + r * 0.25F}, color, brush.px(2.2F));
    brush.draw->AddCircleFilled({c.x, c.y + r * 0.75F}, brush.px(1.4F), color);
}

void draw_bolt(const Brush& brush, ImVec2 c, float size, Color color) {
    const float r = size / 2;
    brush.draw->AddTriangleFilled({c.x + r * 0.3F, c.y - r}, {c.x - r * 0.6F, c.y + r * 0.15F},
                                  {c.x + r * 0.1F, c.y + r * 0.15F}, color);
    brush.draw->AddTriangleFilled({c.x - r * 0.3F, c.y + r}, {c.x + r * 0.6F, c.y - r * 0.15F},
                                  {c.x - r * 0.1F, c.y - r * 0.15F}, color);
}

// An arrow through an open gate.
void draw_through(const Brush& brush, ImVec2 c, float size, Color color) {
    const float r = size / 2, t = std::max(1.4F, size * 0.11F);
    for (const float d : {-1.0F, 1.0F})
        brush.draw->AddLine({c.x - r * 0.25F, c.y + d * r * 0.45F}, {c.x - r * 0.25F, c.y + d * r}, color, t);
    brush.draw->AddLine({c.x - r, c.y}, {c.x + r * 0.5F, c.y}, color, t);
    brush.draw->AddTriangleFilled({c.x + r * 0.3F, c.y - r * 0.5F}, {c.x + r * 0.3F, c.y + r * 0.5F},
                                  {c.x + r, c.y}, color);
}

// A way that forks.
void draw_branch(const Brush& brush, ImVec2 center, float size, Color color) {
    const float r = size / 2, t = std::max(1.5F, size * 0.12F);
    const ImVec2 fork{center.x - r * 0.2F, center.y};
    brush.draw->AddLine({center.x - r, center.y}, fork, color, t);
    for (const float end : {center.y - r * 0.65F, center.y + r * 0.65F}) {
        brush.draw->AddLine(fork, {center.x + r * 0.6F, end}, color, t);
        brush.draw->AddCircleFilled({center.x + r * 0.75F, end}, size * 0.16F, color);
    }
    brush.draw->AddCircleFilled({center.x - r * 0.85F, center.y}, size * 0.16F, color);
}

void draw_triangle(const Brush& brush, ImVec2 c, float size, Color color, bool to_right) {
    const float r = size / 2, d = to_right ? r : -r;
    brush.draw->AddTriangleFilled({c.x - d * 0.8F, c.y - r}, {c.x - d * 0.8F, c.y + r}, {c.x + d, c.y},
                                  color);
}

void draw_hatch(const Brush& brush, ImVec2 min, ImVec2 max, Color color) {
    if (max.x - min.x < 1) return;
    brush.draw->PushClipRect(min, max, true);
    const float height = max.y - min.y, gap = brush.px(5);
    for (float x = min.x - height; x < max.x; x += gap) {
        brush.draw->AddLine({x, max.y}, {x + height, min.y}, color, brush.px(1));
    }
    brush.draw->PopClipRect();
}

void draw_dashed_line(const Brush& brush, ImVec2 from, ImVec2 to, Color color, float thickness, float dash) {
    const float dx = to.x - from.x, dy = to.y - from.y, length = std::sqrt(dx * dx + dy * dy);
    // Lines far outside the window must not cost anything.
    if (length < 0.5F || length > 20000) return;
    for (float at = 0; at < length; at += 2 * dash) {
        const float a = at / length, b = std::min(at + dash, length) / length;
        brush.draw->AddLine({from.x + dx * a, from.y + dy * a}, {from.x + dx * b, from.y + dy * b}, color,
                            thickness);
    }
}

void draw_dashed_rect(const Brush& brush, ImVec2 min, ImVec2 max, Color color) {
    const float t = brush.px(1.4F), dash = brush.px(3);
    draw_dashed_line(brush, min, {max.x, min.y}, color, t, dash);
    draw_dashed_line(brush, {min.x, max.y}, max, color, t, dash);
    draw_dashed_line(brush, min, {min.x, max.y}, color, t, dash);
    draw_dashed_line(brush, {max.x, min.y}, max, color, t, dash);
}

void draw_arrow(const Brush& brush, ImVec2 from, ImVec2 to, Color color, float thickness, bool dashed) {
    const float dx = to.x - from.x, dy = to.y - from.y, length = std::sqrt(dx * dx + dy * dy);
    if (length < 1) return;
    const float ux = dx / length, uy = dy / length, head = std::min(brush.px(5) + thickness * 2, length);
    const ImVec2 neck{to.x - ux * head, to.y - uy * head};
    if (dashed) {
        draw_dashed_line(brush, from, neck, color, thickness, brush.px(4));
    } else {
        brush.draw->AddLine(from, neck, color, thickness);
    }
    const float w = head * 0.5F;
    brush.draw->AddTriangleFilled(to, {neck.x - uy * w, neck.y + ux * w}, {neck.x + uy * w, neck.y - ux * w},
                                  color);
}

}  // namespace loopscope::viz
