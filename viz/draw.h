// Text and small shapes on a draw list: the alphabet the tracks and panels are written in.
#pragma once

#include "viz/theme.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// What everything that paints needs.
struct Brush {
    ImDrawList* draw = nullptr;
    const Theme* theme = nullptr;
    const Fonts* fonts = nullptr;
    float scale = 1;
    // Words go into the second of the list's two channels: what is laid over the first leaves them legible.
    bool words_above = false;

    float px(float at_scale_1) const { return at_scale_1 * scale; }
};

float text_width(const Brush& brush, Type type, std::string_view text);
float text_height(const Brush& brush, Type type);
// `at` is the top left corner.
void text_at(const Brush& brush, Type type, ImVec2 at, Color color, std::string_view text);
// Cut off with an ellipsis at `width`. Returns whether it was cut.
bool text_within(const Brush& brush, Type type, ImVec2 at, float width, Color color, std::string_view text);

// The text with a line break wherever `width` is full: between words, never within a name such as
// task.cancel() nor between a number and its unit. A word that is wider than that is cut where it must be.
std::string broken_text(const Brush& brush, Type type, float width, std::string_view text);
// As many lines as it takes. Returns their height.
float text_wrapped(const Brush& brush, Type type, ImVec2 at, float width, Color color, std::string_view text);
float wrapped_height(const Brush& brush, Type type, float width, std::string_view text);

// Shapes of about `size` around a centre. Each says something without colour.
void draw_check(const Brush& brush, ImVec2 center, float size, Color color);    // finished
void draw_cross(const Brush& brush, ImVec2 center, float size, Color color);    // cancelled
void draw_bang(const Brush& brush, ImVec2 center, float size, Color color);     // failed
void draw_bolt(const Brush& brush, ImVec2 center, float size, Color color);     // cancel requested
void draw_through(const Brush& brush, ImVec2 center, float size, Color color);  // an await without a stop
void draw_branch(const Brush& brush, ImVec2 center, float size, Color color);   // the user intervenes
void draw_triangle(const Brush& brush, ImVec2 center, float size, Color color, bool to_right);
void draw_hatch(const Brush& brush, ImVec2 min, ImVec2 max, Color color);
// `thickness` and the length of a `dash` in pixels of the screen.
void draw_dashed_line(const Brush& brush, ImVec2 from, ImVec2 to, Color color, float thickness, float dash);
void draw_dashed_rect(const Brush& brush, ImVec2 min, ImVec2 max, Color color);
// From one point to another with a head at the second.
void draw_arrow(const Brush& brush, ImVec2 from, ImVec2 to, Color color, float thickness, bool dashed);

}  // namespace loopscope::viz
