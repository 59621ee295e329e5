// Every command by name: type a part of it, press Enter.
#pragma once

#include "viz/panels/base/panel.h"

#include <array>

namespace loopscope::viz {

class PalettePanel {
public:
    // The next frame begins with an empty line.
    void open();
    // What is marked is meant. (A key that comes before the field is there is not seen by it.)
    void enter() { entering_ = true; }
    void draw(const Scene& scene, Wishes& wishes, Rect window);

private:
    void draw_row(const Scene& scene, Wishes& wishes, const CommandInfo& info, bool chosen);

    std::array<char, 80> text_{};
    bool opening_ = false, entering_ = false;
    int chosen_ = 0;
    bool follow_ = false;  // the chosen row has changed: it is to be seen
};

}  // namespace loopscope::viz
