// The thin panels: the header with the title, the sentence under the timeline, the transport at the bottom.
#pragma once

#include "viz/panels/panel.h"

namespace loopscope::viz {

void header_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);
void sentence_panel(const Scene& scene, Rect rect);
// Over everything: what went wrong, until it is pressed away or Esc is; or what is being opened.
void notice_box(const Scene& scene, Wishes& wishes, Rect over);

}  // namespace loopscope::viz
