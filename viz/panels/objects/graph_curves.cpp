#include "viz/panels/objects/graph_curves.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr float kDownAside = 30;
constexpr float kPullIn = 30;  // of an edge, before it reaches a box

// What pulls an edge around the right side of its boxes, but not out of the panel.
float around(const Scene& scene, const GraphGrid& grid, float boxes) {
    constexpr float kReached = 0.75F;  // of the pull, by the curve
    return boxes + std::min(scene.px(26), std::max((grid.right - boxes) / kReached, scene.px(8)));
}

// From a lock back to the task that has it, between the rows; in a narrow column around what stands between.
GraphCurve curve_to_owner(const Scene& scene, const GraphGrid& grid, const GraphNode& lock,
                          const GraphNode& owner) {
    const bool up = owner.row < lock.row;
    const std::uint32_t rows = up ? lock.row - owner.row : owner.row - lock.row;
    const float right = grid.max(owner).x;
    if (rows > 1 && right + scene.px(16) > grid.min(lock).x) {
        const float out = around(scene, grid, std::max(grid.max(lock).x, right));
        const float from = grid.middle(lock), to = grid.middle(owner);
        return {{grid.max(lock).x, from}, {out, from}, {out, to}, {right, to}, {-1, 0}};
    }
    // One that goes up and one that goes down cross once; they do not lie on each other.
    const float aside = up ? 0 : scene.px(kDownAside);
    const ImVec2 from{grid.min(lock).x + scene.px(22) + aside, up ? grid.min(lock).y : grid.max(lock).y};
    const ImVec2 to{right - scene.px(14) - aside, up ? grid.max(owner).y : grid.min(owner).y};
    const float middle = (from.y + to.y) / 2;
    return {from, {from.x, middle}, {to.x, middle}, to, {0, up ? -1.0F : 1.0F}};
}

// To the right where there is room; below and further in like the branch of a tree; back between the columns,
// so that no box in between seems to wait, or to the foot or head of what stands further left; else around
// the right side.
GraphCurve curve_to_awaited(const Scene& scene, const GraphGrid& grid, const GraphNode& from,
                            const GraphNode& to) {
    const ImVec2 right{grid.max(from).x, grid.middle(from)}, left_of_to{grid.min(to).x, grid.middle(to)};
    if (left_of_to.x > right.x + scene.px(8)) {
        const float bend = std::max((left_of_to.x - right.x) / 2, scene.px(12));
        // Past the columns in between first: what stands there, in another row, is none of its business.
        if (to.column > from.column + 1 && to.row != from.row)
            return {right,
                    {left_of_to.x, right.y},
                    {left_of_to.x - scene.px(kPullIn), left_of_to.y},
                    left_of_to,
                    {1, 0}};
        return {right, {right.x + bend, right.y}, {left_of_to.x - bend, left_of_to.y}, left_of_to, {1, 0}};
    }
    const float further_in = left_of_to.x - grid.min(from).x;
    const ImVec2 foot{grid.min(from).x + std::min(scene.px(20), further_in / 2), grid.max(from).y};
    if (to.row > from.row && further_in > scene.px(6)) {
        return {foot, {foot.x, left_of_to.y}, {foot.x, left_of_to.y}, left_of_to, {1, 0}};
    }
    const ImVec2 right_of_to{grid.max(to).x, grid.middle(to)};
    if (to.column < from.column && to.row != from.row) {
        const bool up = to.row < from.row;
        const ImVec2 left{grid.min(from).x, grid.middle(from)};
        // What the next row waits for comes to its foot or head: at its side begins what it waits for itself.
        const bool next_row = from.row + 1 == to.row || to.row + 1 == from.row;
        if (next_row) {
            const ImVec2 end{grid.max(to).x - grid.height / 2 - scene.px(4),
                             up ? grid.max(to).y : grid.min(to).y};
            const float y = left.y + (up ? -grid.height : grid.height) / 4;
            return {{left.x, y}, {end.x, y}, {end.x, y}, end, {0, up ? -1.0F : 1.0F}};
        }
        if (right_of_to.x + scene.px(16) < left.x) {
            const ImVec2 corner{left.x + grid.height * 0.08F, left.y + (up ? -grid.height : grid.height) / 4};
            const float bend = std::max((left.x - right_of_to.x) / 2, scene.px(22));
            return {corner,
                    {corner.x - bend, corner.y},
                    {right_of_to.x + bend, right_of_to.y},
                    right_of_to,
                    {-1, 0}};
        }
        const ImVec2 end{(grid.min(to).x + grid.max(to).x) / 2, up ? grid.max(to).y : grid.min(to).y};
        return {left, {end.x, left.y}, {end.x, left.y}, end, {0, up ? -1.0F : 1.0F}};
    }
    const float out = around(scene, grid, std::max(right.x, right_of_to.x));
    return {right, {out, right.y}, {out, right_of_to.y}, right_of_to, {-1, 0}};
}

}  // namespace

GraphCurve curve_of(const Scene& scene, const GraphGrid& grid, EdgeKind kind, const GraphNode& from,
                    const GraphNode& to) {
    return kind >= EdgeKind::held_by && from.row != to.row ? curve_to_owner(scene, grid, from, to)
                                                           : curve_to_awaited(scene, grid, from, to);
}

}  // namespace loopscope::viz
