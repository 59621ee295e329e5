// What panels are made of: text, key caps, pills, links.
#pragma once

#include "viz/panels/base/scene.h"
#include "viz/panels/base/wishes.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// Writes text in a type and colour as an ImGui item.
void write(const Scene& scene, Type type, Color color, std::string_view text);
void write_wrapped(const Scene& scene, Type type, Color color, std::string_view text);
// One line, cut with an ellipsis at the right edge; hovering shows all of it.
void write_line(const Scene& scene, Type type, Color color, std::string_view text);
// Small text in a line of body text, on the same baseline.
void small_beside(const Scene& scene, Color color, std::string_view text);
void heading(const Scene& scene, std::string_view text);
void space(const Scene& scene, float height);
// A key cap, as in hints, and how wide it is.
float key_cap_height(const Scene& scene);
float key_cap_width(const Scene& scene, std::string_view text);
void key_cap(const Scene& scene, std::string_view text);
// A key and what it does, to be pressed with the mouse, too. Returns whether it was pressed.
bool key_hint(const Scene& scene, std::string_view key, std::string_view words);
// Something to press; `chosen` is drawn filled. Returns whether it was pressed.
bool pill(const Scene& scene, const char* id, std::string_view text, bool chosen, float min_width = 0);
// Text in a line with them: as high as they are, its words in their middle.
void beside_pills(const Scene& scene, Type type, Color color, std::string_view text, float min_width = 0);
// A value, at least `width` wide, between buttons for less and more of it.
void stepper(const Scene& scene, Wishes& wishes, Command less, Command more, std::string_view value,
             float width);
// A line to press; it is cut where there is no more room. Returns whether it was pressed.
bool text_link(const Scene& scene, std::string_view text);
// The same in as many lines as it takes.
bool wrapped_link(const Scene& scene, std::string_view text);
// Right after an item: its menu opens where it is pressed with the right button, and the object is selected.
void menu_on_item(Wishes& wishes, trace::ObjectId id);
// The name of an object that can be selected by clicking.
void object_link(const Scene& scene, Wishes& wishes, trace::ObjectId id, std::string_view text);
void tooltip(const Scene& scene, std::string_view text);
// What a command does and its key, as in hints: "Play or pause  (Space)".
std::string hint_of(const Scene& scene, Command command);

}  // namespace loopscope::viz
