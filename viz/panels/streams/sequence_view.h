// Who did what when on a connection, as a sequence diagram; pressing a row goes there.
#pragma once

#include "viz/data/instant/connections.h"
#include "viz/panels/base/panel.h"

#include <optional>
#include <string>

namespace loopscope::viz {

// What the end of a connection is called; 0 = it is in another program.
std::string end_name(const Scene& scene, trace::ObjectId end);

class SequenceView {
public:
    void show(Sequence sequence, const Connection& connection);
    // At ImGui's cursor.
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, float width, float height);

private:
    Sequence sequence_;
    trace::ObjectId first_ = 0, second_ = 0;  // the ends
    std::optional<std::size_t> present_row_;  // to which it was scrolled
};

}  // namespace loopscope::viz
