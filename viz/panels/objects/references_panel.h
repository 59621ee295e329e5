// Who holds the selected task, as a tree, and what a collection would take now.
#pragma once

#include "viz/data/instant/references.h"
#include "viz/panels/base/panel.h"

#include <optional>

namespace loopscope::viz {

class ReferencesPanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

private:
    void look(const Scene& scene, std::size_t cursor);
    void draw_verdict(const Scene& scene, const trace::ObjectState& subject) const;
    void draw_lost(const Scene& scene, Wishes& wishes) const;

    std::optional<References> references_;
    std::uint64_t shown_ = 0;  // the recording that they are of
    std::size_t cursor_ = 0;
    bool knows_variables_ = false;
};

}  // namespace loopscope::viz
