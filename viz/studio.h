// Draws an App's window without a display.
#pragma once

#include "viz/app/app.h"
#include "viz/offscreen.h"

#include <string>
#include <vector>

namespace loopscope::viz {

class Studio {
public:
    ~Studio();

    // Once, before anything else. False: error() says why.
    bool open(int width, int height);
    // What is to be seen once these keys have been pressed, one after the other, and have done what they do,
    // however long that takes.
    Picture draw(App& app, float device_scale = 1, const std::vector<Chord>& keys = {});
    const std::string& error() const { return screen_.error(); }

private:
    void frame(App& app, float device_scale, double seconds) const;

    Offscreen screen_;
    int width_ = 0, height_ = 0;
    bool imgui_ = false;
};

}  // namespace loopscope::viz
