// The bytes of a pipe, one after the other.
#pragma once

#include "viz/data/instant/connections.h"
#include "viz/panels/base/panel.h"

namespace loopscope::viz {

struct ByteRange {
    std::int64_t offset = 0, count = 0;
};

struct ByteLook {
    Color fill = 0;
    bool hex = false;
    bool goes_on = false;  // in another row below
};

// A line's end is a border; of bytes that were not recorded their number is told. Returns how many have had
// room.
std::int64_t paint_bytes(const Scene& scene, const StreamIndex& index, const Pipe& pipe, ByteRange range,
                         Rect rect, const ByteLook& look);

}  // namespace loopscope::viz
