// Every panel: what it sees, what it may ask for, and its frame.
#pragma once

#include "viz/panels/base/scene.h"
#include "viz/panels/base/wishes.h"
#include "viz/view/view_state.h"

namespace loopscope::viz {

// A fixed piece of the window. Begin and end in pairs; the contents are inset by the padding.
void begin_panel(const char* name, const Scene& scene, Rect rect, ImVec2 padding, Color background,
                 bool scrolls);
void end_panel();
// Scrolls the present window of ImGui as far as the scene says: what is in front, or the view that stands
// there.
void scroll_by_keys(const Scene& scene, Rect view = {});
// A box above all panels that has the keyboard; also in pairs. `top`: how far down it begins, as a share of
// the window's height.
void begin_box(const char* name, const Scene& scene, Rect window, ImVec2 size, float top, ImVec2 padding);
void end_box();
// What is behind a box that wants an answer is darkened. Returns whether it was pressed, which means: away
// with the box.
bool scrim(const Scene& scene, Rect window);
// A line between two panels.
void panel_edge(const Scene& scene, Rect rect, bool right, bool bottom);

// Of a view that is about the whole run, while what comes is hidden: says so. Returns whether it is.
bool hidden_with_future(const Scene& scene, const ViewState& view);

}  // namespace loopscope::viz
