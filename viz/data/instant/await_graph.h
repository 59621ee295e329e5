// Who waits for whom at one instant, with what stands between: futures, gathers, shields, locks, the ends of
// connections. Each is one
// node, however many wait for it. A task has a row of its own, in the order of creation, and what it waits
// for stands to its right, so that the picture hardly moves from step to step.
#pragma once

#include "viz/data/recording/store.h"

#include <optional>
#include <vector>

namespace loopscope::viz {

struct GraphNode {
    trace::ObjectId id = 0;
    std::uint32_t row = 0, column = 0;
    bool is_task = false;
    bool done = false;
    bool asked_to_stop = false;  // cancel() was called, and it has not ended yet
    bool in_circle = false;      // it waits, in the end, for itself
    std::size_t alike = 0;       // so many tasks more that do the same, for which it stands
    bool forgotten = false;      // a task that nobody waits for and nobody will be told about
};

// held_by: of a lock, to the task that has it, for which everybody in its line waits. used_by: of an end of a
// connection, to the task that has to read or write there.
enum class EdgeKind : std::uint8_t { awaits, holds, held_by, used_by };
// Cancellation goes along the edges; a shield stops it.
enum class EdgeCancel : std::uint8_t { none, passed, stopped };

struct GraphEdge {
    std::size_t from = 0, to = 0;  // nodes
    EdgeKind kind{};
    EdgeCancel cancel{};
    bool in_circle = false;
};

struct AwaitGraph {
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;
    std::uint32_t rows = 0, columns = 0;
    std::size_t folded = 0;    // tasks for which another one stands
    std::size_t left_out = 0;  // live tasks for which there is no room
};

// Gives each node a row of its own, in the order in which they stood: the picture needs less width then.
void unfold(AwaitGraph& graph);

// From the first to the last row of what is in a circle; without one the row of `subject`, if it is there.
struct GraphRows {
    std::uint32_t first = 0, last = 0;
};
std::optional<GraphRows> rows_that_matter(const AwaitGraph& graph, trace::ObjectId subject);

// With more than `most` tasks alive, those near `subject` in the graph are shown. Of tasks that do the same
// one stands for all, but not for those that do the same as `opened`.
AwaitGraph await_graph(const Store& store, const trace::LoopState& now, trace::ObjectId subject,
                       std::size_t most = 120, trace::ObjectId opened = 0);

}  // namespace loopscope::viz
