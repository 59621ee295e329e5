// Which panel is where, for any size of window. One window, no floating boxes: nothing can be lost or
// overlap.
#pragma once

#include <cstdint>

namespace loopscope::viz {

struct Rect {
    float x = 0, y = 0, width = 0, height = 0;

    float right() const { return x + width; }
    float bottom() const { return y + height; }
    bool empty() const { return width <= 0 || height <= 0; }
};

// How much of the machine is shown: a novice starts with few panels.
//   1  lanes, source, output    2  + ready queue and timers    3  + inspector    4  + selector and everything
//   else
inline constexpr int kLastLayer = 4;

struct LayoutWish {
    float width = 0, height = 0;  // of the window
    float scale = 1;              // of the interface
    int layer = 2;
    bool scenarios = true;   // the left column
    bool inspector = false;  // asked for, whatever the layer
    bool source = true;
};

struct Layout {
    Rect header, scenarios, timeline, sentence, source, loop, inspector, output, transport;
};

Layout layout_of(const LayoutWish& wish);

}  // namespace loopscope::viz
