#include "viz/data/instant/await_graph.h"

#include "viz/data/instant/alike_tasks.h"
#include "viz/data/instant/network_waits.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace loopscope::viz {

using trace::LoopState;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

bool is_shown_task(const ObjectState& object) { return object.kind == ObjectKind::task && !object.internal; }

// What asyncio makes for a primitive's sake says by its parent whose queue it stands in.
ObjectId stands_for(const ObjectState& object, const Store& store, const LoopState& now) {
    const ObjectState* parent = now.object(object.parent);
    if (object.kind == ObjectKind::task || parent == nullptr) return 0;
    if (const ObjectId queue = joined_queue(store.objects(), object.id); queue != 0) return queue;
    return parent->kind >= ObjectKind::lock && parent->kind <= ObjectKind::task_group ? parent->id : 0;
}

// A sleep of its own is nothing between tasks: the task's box says it.
bool sleeps_alone(const ObjectState& task, const LoopState& now) {
    const ObjectState* awaited = now.object(task.awaits);
    return awaited != nullptr && awaited->kind == ObjectKind::sleep && now.waiters(awaited->id).size() == 1;
}

// Finds the tasks to show, then gives everything its place.
class Builder {
public:
    Builder(const Store& store, const LoopState& now) : store_(&store), now_(&now) {}

    void choose(ObjectId subject, std::size_t most, ObjectId opened);
    AwaitGraph build();

private:
    using Beyond = std::vector<std::pair<ObjectId, EdgeKind>>;
    using Cell = std::pair<std::pair<std::size_t, std::size_t>, std::uint32_t>;  // (task, below it), column

    Beyond beyond(const ObjectState& object);
    void note_network(const ObjectState& object, Beyond& found);
    void fold(ObjectId subject, ObjectId opened);
    void choose_near(ObjectId subject, std::size_t most);
    std::uint32_t column_of_task(const ObjectState& task) const;
    void put(ObjectId id, std::size_t task, std::size_t below, std::uint32_t column);
    void put_what_is_beyond(ObjectId id, int depth);
    void put_gathers_that_left();
    void add_edges();
    void mark_circles();
    void mark_cancellation();
    void mark_forgotten();
    void number_rows_and_columns();

    const Store* store_;
    const LoopState* now_;
    std::vector<ObjectId> tasks_;                        // ascending
    std::unordered_map<ObjectId, NetworkWait> network_;  // by their futures
    std::map<ObjectId, ObjectId> used_by_;  // of ends that somebody waits for: who is to do something there
    std::map<ObjectId, Cell> cells_;
    std::set<Cell> taken_;
    std::unordered_map<ObjectId, std::size_t> alike_;  // of tasks that stand for others
    std::unordered_set<ObjectId> folded_;              // these others
    std::unordered_map<ObjectId, std::size_t> node_of_;
    AwaitGraph graph_;
};

// What `object` waits for or holds, in order.
Builder::Beyond Builder::beyond(const ObjectState& object) {
    Beyond found;
    if (object.kind == ObjectKind::task) {
        if (object.awaits != 0 && !sleeps_alone(object, *now_))
            found.emplace_back(object.awaits, EdgeKind::awaits);
        return found;
    }
    note_network(object, found);
    for (const trace::Link& link : object.links()) {
        if (now_->object(link.object) != nullptr) found.emplace_back(link.object, EdgeKind::holds);
    }
    if (const ObjectId parent = stands_for(object, *store_, *now_); parent != 0)
        found.emplace_back(parent, EdgeKind::holds);
    if (object.kind == ObjectKind::lock && now_->object(object.primitive().owner) != nullptr)
        found.emplace_back(object.primitive().owner, EdgeKind::held_by);
    return found;
}

// From who waits for a connection to its other end, and from there to who has to do something. A server
// closes when all of its connections have ended.
void Builder::note_network(const ObjectState& object, Beyond& found) {
    if (object.kind == ObjectKind::future) {
        NetworkWait wait = network_wait(*store_, *now_, object.id);
        if (wait.by_way_of == 0) return;
        const ObjectId user = wait.by.empty() ? 0 : wait.by.front();
        ObjectId& known = used_by_[wait.by_way_of];
        if (known == 0) known = user;
        // Somebody else waits at that end for another task: this wait leads straight to its own.
        const bool straight = user != 0 && known != user;
        if (straight) wait.by_way_of = 0;
        network_[object.id] = wait;
        found.emplace_back(straight ? user : wait.by_way_of, straight ? EdgeKind::used_by : EdgeKind::holds);
    }
    if (object.kind == ObjectKind::server) {
        for (const trace::Link& link : object.links())
            if (const ObjectId user = who_uses(*store_, *now_, link.object, false); user != 0)
                used_by_[link.object] = user;
    }
    if (const auto user = used_by_.find(object.id); user != used_by_.end() && user->second != 0)
        found.emplace_back(user->second, EdgeKind::used_by);
}

void Builder::choose(ObjectId subject, std::size_t most, ObjectId opened) {
    constexpr std::size_t kMostLookedAt = 5000;  // of more nobody sees which are alike
    std::size_t alive = 0;
    for (const ObjectState& object : now_->objects()) {
        if (!is_shown_task(object)) continue;
        ++alive;
        if (tasks_.size() <= kMostLookedAt) tasks_.push_back(object.id);
    }
    if (alive <= kMostLookedAt) fold(subject, opened);
    if (tasks_.size() > most) choose_near(subject, most);
    graph_.left_out = alive - graph_.folded - tasks_.size();
}

void Builder::fold(ObjectId subject, ObjectId opened) {
    for (const std::vector<ObjectId>& group : alike_tasks(*store_, *now_, tasks_, subject)) {
        if (std::find(group.begin(), group.end(), opened) != group.end()) continue;
        alike_[group.front()] = group.size() - 1;
        folded_.insert(group.begin() + 1, group.end());
    }
    std::erase_if(tasks_, [&](ObjectId task) { return folded_.contains(task); });
    graph_.folded = folded_.size();
}

// Breadth first from the subject, along the edges in both directions.
void Builder::choose_near(ObjectId subject, std::size_t most) {
    if (now_->object(subject) == nullptr) {
        tasks_.resize(std::min(tasks_.size(), most));
        return;
    }
    tasks_.clear();
    std::vector<ObjectId> queue{subject};
    std::set<ObjectId> seen{subject};
    for (std::size_t i = 0; i < queue.size() && tasks_.size() < most; ++i) {
        const ObjectState* object = now_->object(queue[i]);
        if (object == nullptr) continue;
        if (folded_.contains(object->id)) continue;
        if (is_shown_task(*object)) tasks_.push_back(object->id);
        const auto visit = [&](ObjectId id) {
            if (queue.size() < most * 4 && seen.insert(id).second) queue.push_back(id);
        };
        for (const auto& [next, kind] : beyond(*object)) visit(next);
        for (const ObjectId waiter : now_->waiters(object->id)) visit(waiter);
        for (const ObjectId told : object->callbacks()) visit(told);
        visit(object->creator);
    }
    std::sort(tasks_.begin(), tasks_.end());
}

// By how many tasks stand between it and the first one; two columns each, for what lies between.
std::uint32_t Builder::column_of_task(const ObjectState& task) const {
    constexpr std::uint32_t kDeepest = 4;
    std::uint32_t depth = 0;
    for (const ObjectState* t = now_->object(task.creator); t != nullptr && depth < kDeepest; ++depth)
        t = now_->object(t->creator);
    return depth * 2;
}

void Builder::put(ObjectId id, std::size_t task, std::size_t below, std::uint32_t column) {
    Cell cell{{task, below}, column};
    while (!taken_.insert(cell).second) ++cell.second;
    cells_[id] = cell;
}

void Builder::put_what_is_beyond(ObjectId id, int depth) {
    constexpr int kDeepest = 16;
    const ObjectState* object = now_->object(id);
    if (object == nullptr || depth == kDeepest) return;
    const Cell cell = cells_[id];
    std::size_t below = cell.first.second;
    for (const auto& [next, kind] : beyond(*object)) {
        const ObjectState* target = now_->object(next);
        if (target == nullptr || is_shown_task(*target) || cells_.contains(next)) continue;
        // What is about one task only stands in that task's row, before it.
        const auto onward = beyond(*target);
        const bool about_one = onward.size() == 1 && onward.front().second < EdgeKind::held_by &&
                               is_task(store_->objects(), onward.front().first);
        const auto only = about_one ? cells_.find(onward.front().first) : cells_.end();
        if (only != cells_.end() && only->second.second > 0 && only->second.first != cell.first) {
            put(next, only->second.first.first, only->second.first.second, only->second.second - 1);
        } else {
            put(next, cell.first.first, below++, cell.second + 1);
        }
        put_what_is_beyond(next, depth + 1);
    }
}

// A gather that has failed leaves its children running: it stays, beside who asked for it, until they end.
void Builder::put_gathers_that_left() {
    for (const ObjectState& object : now_->objects()) {
        if (object.kind != ObjectKind::gather || !object.done() || cells_.contains(object.id)) continue;
        const auto children = object.links();
        const bool runs_on = std::any_of(children.begin(), children.end(), [&](const trace::Link& link) {
            const ObjectState* child = now_->object(link.object);
            return child != nullptr && !child->done() && cells_.contains(child->id);
        });
        const auto creator = cells_.find(object.creator);
        if (runs_on && creator != cells_.end())
            put(object.id, creator->second.first.first, creator->second.first.second,
                creator->second.second + 1);
    }
}

void Builder::add_edges() {
    for (const auto& [id, cell] : cells_) {
        node_of_[id] = graph_.nodes.size();
        const ObjectState& object = *now_->object(id);
        const bool asked_now = std::any_of(now_->cancels.begin(), now_->cancels.end(),
                                           [&](const auto& request) { return request.target == id; });
        graph_.nodes.push_back({.id = id,
                                .is_task = object.kind == ObjectKind::task,
                                .done = object.done(),
                                .asked_to_stop = asked_now || object.must_cancel || object.cancelling > 0});
        if (const auto alike = alike_.find(id); alike != alike_.end())
            graph_.nodes.back().alike = alike->second;
    }
    for (std::size_t from = 0; from < graph_.nodes.size(); ++from) {
        for (const auto& [to, kind] : beyond(*now_->object(graph_.nodes[from].id))) {
            if (const auto node = node_of_.find(to); node != node_of_.end())
                graph_.edges.push_back({.from = from, .to = node->second, .kind = kind});
        }
    }
}

void Builder::mark_circles() {
    std::vector<std::vector<std::size_t>> next(graph_.nodes.size());
    for (const GraphEdge& edge : graph_.edges)
        if (edge.kind != EdgeKind::used_by) next[edge.from].push_back(edge.to);
    // An end of a connection stands for several waits: each leads straight to who can end it, if that is
    // sure.
    for (const auto& [future, wait] : network_) {
        if (!wait.certain || !node_of_.contains(future) || !node_of_.contains(wait.by.front())) continue;
        next[node_of_[future]].push_back(node_of_[wait.by.front()]);
    }
    const auto reaches = [&](std::size_t from, std::size_t to) {
        std::vector<bool> seen(graph_.nodes.size());
        std::vector<std::size_t> queue = next[from];
        while (!queue.empty()) {
            const std::size_t node = queue.back();
            queue.pop_back();
            if (node == to) return true;
            if (seen[node]) continue;
            seen[node] = true;
            queue.insert(queue.end(), next[node].begin(), next[node].end());
        }
        return false;
    };
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
        graph_.nodes[i].in_circle = !next[i].empty() && !graph_.nodes[i].done && reaches(i, i);
    }
    for (GraphEdge& edge : graph_.edges) {
        edge.in_circle = graph_.nodes[edge.from].in_circle && graph_.nodes[edge.to].in_circle &&
                         reaches(edge.to, edge.from);
    }
    for (const auto& [future, wait] : network_) {
        const auto from = node_of_.find(future);
        const auto end = wait.by_way_of == 0 ? from : node_of_.find(wait.by_way_of);
        const auto by = wait.certain ? node_of_.find(wait.by.front()) : node_of_.end();
        if (from == node_of_.end() || end == node_of_.end() || by == node_of_.end()) continue;
        if (!graph_.nodes[from->second].in_circle || !reaches(by->second, from->second)) continue;
        graph_.nodes[end->second].in_circle = true;
        for (GraphEdge& edge : graph_.edges)
            if ((edge.from == from->second && edge.to == end->second) ||
                (edge.from == end->second && edge.to == by->second))
                edge.in_circle = true;
    }
}

void Builder::mark_cancellation() {
    const auto was_cancelled = [&](const ObjectState& object) {
        return object.future_state == trace::FutureState::cancelled;
    };
    for (GraphEdge& edge : graph_.edges) {
        const ObjectState& from = *now_->object(graph_.nodes[edge.from].id);
        const ObjectState& to = *now_->object(graph_.nodes[edge.to].id);
        const bool reached = was_cancelled(to) || graph_.nodes[edge.to].asked_to_stop;
        const bool sent = was_cancelled(from) || graph_.nodes[edge.from].asked_to_stop;
        if (from.kind == ObjectKind::shield && was_cancelled(from) && !reached) {
            edge.cancel = EdgeCancel::stopped;
        } else if (sent && reached) {
            edge.cancel = EdgeCancel::passed;
        }
    }
    // While cancel() is being passed on, its way is known exactly.
    for (std::size_t i = 1; i < now_->cancels.size(); ++i) {
        for (GraphEdge& edge : graph_.edges) {
            if (graph_.nodes[edge.from].id == now_->cancels[i - 1].target &&
                graph_.nodes[edge.to].id == now_->cancels[i].target)
                edge.cancel = EdgeCancel::passed;
        }
    }
    // A shield that is just being asked passes nothing on.
    for (GraphEdge& edge : graph_.edges) {
        const ObjectState& from = *now_->object(graph_.nodes[edge.from].id);
        const bool asked = !now_->cancels.empty() && now_->cancels.back().target == from.id;
        if (asked && from.kind == ObjectKind::shield && !from.done()) edge.cancel = EdgeCancel::stopped;
    }
}

void Builder::mark_forgotten() {
    std::vector<bool> held(graph_.nodes.size());
    for (const GraphEdge& edge : graph_.edges)
        if (edge.kind < EdgeKind::held_by && !graph_.nodes[edge.from].done) held[edge.to] = true;
    // A gather that has its result or error already listens no more.
    const auto listens = [this](ObjectId callback) {
        const ObjectState* told = now_->object(callback);
        return told != nullptr && !told->done();
    };
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
        const ObjectState& object = *now_->object(graph_.nodes[i].id);
        const bool started_by_task = object.creator != 0 && object.kind == ObjectKind::task;
        graph_.nodes[i].forgotten =
            started_by_task && !object.done() && !held[i] &&
            std::none_of(object.callbacks().begin(), object.callbacks().end(), listens);
    }
}

// Rows and columns in which nothing stands are left out.
void Builder::number_rows_and_columns() {
    std::map<std::pair<std::size_t, std::size_t>, std::uint32_t> rows;
    std::map<std::uint32_t, std::uint32_t> columns;
    for (const auto& [id, cell] : cells_) {
        rows[cell.first] = 0;
        columns[cell.second] = 0;
    }
    for (auto& [key, number] : rows) number = graph_.rows++;
    for (auto& [key, number] : columns) number = graph_.columns++;
    for (GraphNode& node : graph_.nodes) {
        const Cell& cell = cells_[node.id];
        node.row = rows[cell.first];
        node.column = columns[cell.second];
    }
}

AwaitGraph Builder::build() {
    for (std::size_t i = 0; i < tasks_.size(); ++i)
        put(tasks_[i], i, 0, column_of_task(*now_->object(tasks_[i])));
    for (const ObjectId task : tasks_) put_what_is_beyond(task, 0);
    put_gathers_that_left();
    add_edges();
    mark_circles();
    mark_cancellation();
    mark_forgotten();
    number_rows_and_columns();
    return std::move(graph_);
}

}  // namespace

AwaitGraph await_graph(const Store& store, const LoopState& now, ObjectId subject, std::size_t most,
                       ObjectId opened) {
    Builder builder(store, now);
    builder.choose(subject, most, opened);
    return builder.build();
}

}  // namespace loopscope::viz
