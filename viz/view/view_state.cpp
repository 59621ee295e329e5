#include "viz/view/view_state.h"

namespace loopscope::viz {

std::vector<Arrangement> ViewState::untouched_arrangements() {
    std::vector<Arrangement> all;
    for (int layer = kPresentLayer; layer <= kLastLayer; ++layer) all.emplace_back(layer);
    return all;
}

}  // namespace loopscope::viz
