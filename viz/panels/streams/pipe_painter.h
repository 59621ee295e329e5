// One direction of a connection: the writer's buffer, what is under way, the reader's buffer.
#pragma once

#include "viz/data/instant/connections.h"
#include "viz/panels/base/panel.h"

#include <string>

namespace loopscope::viz {

// A number of bytes, short: "12", "64 Ki".
std::string size_text(std::int64_t bytes);

// Which way bytes go, from the writer's side to the reader's.
enum class PipeWay : std::uint8_t { right, left, down };

void paint_pipe(const Scene& scene, const StreamIndex& index, const Pipe& pipe, Rect rect, PipeWay way,
                bool hex);

}  // namespace loopscope::viz
