// The thin panels: the header with the title, the sentence under the timeline, the transport at the bottom.
#pragma once

#include "viz/panels/base/about_recording.h"
#include "viz/panels/base/panel.h"

namespace loopscope::viz {

void header_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect,
                  AboutRecording& about);
void sentence_panel(const Scene& scene, Rect rect);
// The room that it takes in all.
float sentence_height(const Scene& scene, float width);
// What went wrong, until it is pressed away or Esc is; or what is being opened; or what was just done.
void notice_panel(const Scene& scene, Wishes& wishes, Rect rect);
// The room that it takes; 0 if there is nothing to say.
float notice_height(const Scene& scene, float width);

}  // namespace loopscope::viz
