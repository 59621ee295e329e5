// What went wrong, as a list: what it means, what shows it, what to do.
#pragma once

#include "viz/data/explain/findings.h"
#include "viz/panels/base/panel.h"

#include <vector>

namespace loopscope::viz {

class WarningsPanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);
    // How many it lists that have come among the first `seen` events.
    std::size_t count(const Store& store, std::uint64_t generation, const Words& words,
                      trace::EventIndex seen);

private:
    void refresh(const Store& store, std::uint64_t generation, const Words& words);
    std::vector<Finding> findings_until(trace::EventIndex cursor) const;
    void draw_finding(const Scene& scene, Wishes& wishes, const Finding& finding,
                      trace::EventIndex cursor) const;

    std::vector<Finding> findings_;
    std::uint64_t shown_ = 0;       // the recording that they are of
    const Words* words_ = nullptr;  // that the findings are written in
};

}  // namespace loopscope::viz
