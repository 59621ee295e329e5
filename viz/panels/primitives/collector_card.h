// The card of a gather(), a wait() or an as_completed(): who is collected, and what has come of it.
#pragma once

#include "viz/data/instant/collectors.h"
#include "viz/panels/primitives/card.h"

#include <memory>

namespace loopscope::viz {

std::unique_ptr<Card> collector_card(const Scene& scene, const ViewState& view, Wishes& wishes,
                                     const Collector& collector);

}  // namespace loopscope::viz
