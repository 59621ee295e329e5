// Locks, semaphores, conditions, barriers, events and queues at this instant: who holds them, who stands in
// line, and how full they were over the whole run. Besides them what collects the ends of several: gather(),
// wait(), as_completed().
#pragma once

#include "viz/data/instant/collectors.h"
#include "viz/data/instant/primitives.h"
#include "viz/panels/base/panel.h"

#include <memory>

namespace loopscope::viz {

class PrimitivesPanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

private:
    std::unique_ptr<PrimitiveIndex> index_;
    std::unique_ptr<CollectorIndex> collectors_;
    std::uint64_t generation_ = 0;
};

}  // namespace loopscope::viz
