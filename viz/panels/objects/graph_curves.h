// Where the boxes of the await graph stand, and the curves between them.
#pragma once

#include "viz/data/instant/await_graph.h"
#include "viz/panels/base/panel.h"

#include <vector>

namespace loopscope::viz {

// How large things are: in the window's column, or where there is much room.
struct GraphSizes {
    float node, row_gap, narrowest, widest;
    Type name, remark;
};

// Pixels of this frame.
struct GraphGrid {
    GraphSizes sizes{};
    ImVec2 origin;
    float width = 0, height = 0, row = 0;
    float right = 1e9F;  // nothing is drawn beyond
    std::vector<float> columns;

    ImVec2 min(const GraphNode& node) const {
        return {origin.x + columns[node.column], origin.y + static_cast<float>(node.row) * row};
    }
    ImVec2 max(const GraphNode& node) const { return {min(node).x + width, min(node).y + height}; }
    float middle(const GraphNode& node) const { return min(node).y + height / 2; }
};

// A curve of an edge: its ends and what pulls it.
struct GraphCurve {
    ImVec2 from, pull_from, pull_to, to;
    ImVec2 heading;  // of its end

    ImVec2 middle() const {
        return {(from.x + 3 * pull_from.x + 3 * pull_to.x + to.x) / 8,
                (from.y + 3 * pull_from.y + 3 * pull_to.y + to.y) / 8};
    }
};

GraphCurve curve_of(const Scene& scene, const GraphGrid& grid, EdgeKind kind, const GraphNode& from,
                    const GraphNode& to);

}  // namespace loopscope::viz
