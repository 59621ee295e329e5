// Every connection that there is so far, one a row; what has no room is scrolled.
#pragma once

#include "viz/data/instant/connection_row.h"
#include "viz/panels/base/panel.h"

namespace loopscope::viz {

class ConnectionList {
public:
    // How high it is for `count` connections with so much room below each other.
    static float height_for(const Scene& scene, std::size_t count, float room);
    // At ImGui's cursor. `shown` comes into view when it changes. Returns the one that was pressed, or null.
    const Connection* draw(const Scene& scene, const StreamIndex& index, const Connection* shown, float width,
                           float height);

private:
    void draw_row(const Scene& scene, const StreamIndex& index, std::size_t number, bool chosen, Rect rect,
                  bool hovered) const;

    const Connection* followed_ = nullptr;
};

}  // namespace loopscope::viz
