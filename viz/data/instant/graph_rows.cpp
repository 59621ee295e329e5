// In which row each node of the graph stands.
#include "viz/data/instant/await_graph.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>

namespace loopscope::viz {

using trace::ObjectId;

namespace {

// What holds tasks, as a gather does, stands right above the first of them: nothing that it does not hold
// seems to belong to it.
void move_to_children(const AwaitGraph& graph, std::vector<GraphNode*>& order) {
    std::unordered_map<const GraphNode*, const GraphNode*> first_held;
    for (const GraphEdge& edge : graph.edges) {
        const GraphNode *from = &graph.nodes[edge.from], *to = &graph.nodes[edge.to];
        if (!to->is_task || edge.kind != EdgeKind::holds || to->row <= from->row) continue;
        const GraphNode*& first = first_held[from];
        if (first == nullptr || to->row < first->row) first = to;
    }
    for (std::size_t i = order.size(); i-- > 0;) {
        const auto held = first_held.find(order[i]);
        if (held == first_held.end()) continue;
        const auto place = std::find(order.begin(), order.end(), held->second);
        const auto from = order.begin() + static_cast<std::ptrdiff_t>(i);
        if (place > from + 1) std::rotate(from, from + 1, place);
    }
}

}  // namespace

void unfold(AwaitGraph& graph) {
    std::vector<GraphNode*> order;
    for (GraphNode& node : graph.nodes) order.push_back(&node);
    std::stable_sort(order.begin(), order.end(), [](const GraphNode* a, const GraphNode* b) {
        return std::pair(a->row, a->column) < std::pair(b->row, b->column);
    });
    move_to_children(graph, order);
    graph.rows = 0;
    for (GraphNode* node : order) node->row = graph.rows++;
}

std::optional<GraphRows> rows_that_matter(const AwaitGraph& graph, ObjectId subject) {
    const bool circle = std::any_of(graph.nodes.begin(), graph.nodes.end(),
                                    [](const GraphNode& node) { return node.in_circle; });
    std::optional<GraphRows> rows;
    for (const GraphNode& node : graph.nodes) {
        if (circle ? !node.in_circle : node.id != subject) continue;
        if (!rows) rows = {node.row, node.row};
        rows = {std::min(rows->first, node.row), std::max(rows->last, node.row)};
    }
    return rows;
}

}  // namespace loopscope::viz
