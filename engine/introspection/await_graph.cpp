#include "engine/introspection/await_graph.h"

#include "engine/loop/eager_step.h"
#include "engine/sync/lock.h"
#include "engine/tasks/task.h"

#include <algorithm>
#include <map>
#include <set>

namespace asyncio::detail {

std::vector<FutureBase*> awaiters_of(const FutureBase& future) {
    std::vector<FutureBase*> found(future.declared_waiters().size());
    std::transform(future.declared_waiters().begin(), future.declared_waiters().end(), found.begin(),
                   [](const FutureRef& each) { return each.get(); });
    for (const EagerStep* step = future.get_loop().eager_step(); step; step = step->outer())
        if (&step->task() == &future && step->starter()) found.push_back(step->starter());
    // Futures that end with this one, as a gather's: who waits for them waits for this.
    std::vector<const FutureBase*> to_look_at{&future};
    std::set<const FutureBase*> seen{&future};
    for (std::size_t i = 0; i < to_look_at.size(); ++i)
        to_look_at[i]->for_each_callback([&](Runnable& callback) {
            if (callback.kind() == ObjectKind::task)
                return found.push_back(static_cast<TaskBase*>(&callback));
            std::vector<FutureBase*> waiters;
            callback.append_waiters(waiters);
            for (FutureBase* waiter : waiters)
                if (waiter->is_task())
                    found.push_back(waiter);
                else if (seen.insert(waiter).second)
                    to_look_at.push_back(waiter);
        });
    std::sort(found.begin(), found.end(),
              [](const FutureBase* a, const FutureBase* b) { return a->id() < b->id(); });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

namespace {

using Tasks = std::vector<const TaskBase*>;

// Who waits for which tasks; in order of creation.
class WaitsFor {
public:
    explicit WaitsFor(const LoopCore& loop) {
        for (const TaskBase& task : loop.pending_tasks()) {
            if (!task.internal()) tasks_.push_back(&task);
            by_number_[task.id()] = &task;
        }
        for (const TaskBase* task : tasks_)
            for (const FutureBase* waiter : awaiters_of(*task))
                if (waiter->is_task()) edges_[static_cast<const TaskBase*>(waiter)].push_back(task);
        for (const TaskBase* task : tasks_)
            if (const TaskBase* holder = holder_of_lock(*task)) edges_[task].push_back(holder);
    }
    const Tasks& tasks() const noexcept { return tasks_; }
    const Tasks& of(const TaskBase& task) const {
        static const Tasks nobody;
        const auto found = edges_.find(&task);
        return found == edges_.end() ? nobody : found->second;
    }
    // The first circle, from one of its tasks to the one that waits for that; empty: there is none.
    Tasks circle() const {
        enum class Seen { no, on_the_way, yes };
        std::map<const TaskBase*, Seen> seen;
        for (const TaskBase* start : tasks_) {
            std::vector<std::pair<const TaskBase*, std::size_t>> way;  // with the next edge to follow
            if (seen[start] == Seen::no) way.emplace_back(start, 0);
            while (!way.empty()) {
                auto& [task, next] = way.back();
                seen[task] = Seen::on_the_way;
                if (next == of(*task).size()) {
                    seen[task] = Seen::yes;
                    way.pop_back();
                    continue;
                }
                const TaskBase* other = of(*task)[next++];
                if (seen[other] == Seen::no) way.emplace_back(other, 0);
                if (seen[other] != Seen::on_the_way) continue;
                Tasks circle;
                for (const auto& step : way)
                    if (!circle.empty() || step.first == other) circle.push_back(step.first);
                return circle;
            }
        }
        return {};
    }

private:
    const TaskBase* holder_of_lock(const TaskBase& task) const {
        const auto* waiter = dynamic_cast<const Waiter*>(task.awaited());
        const auto* lock = waiter ? dynamic_cast<const LockState*>(&waiter->waits_for()) : nullptr;
        const auto holder = lock ? by_number_.find(lock->owner()) : by_number_.end();
        return holder == by_number_.end() ? nullptr : holder->second;
    }

    Tasks tasks_;
    std::map<ObjectId, const TaskBase*> by_number_;
    std::map<const TaskBase*, Tasks> edges_;
};

std::string names_of(const Tasks& tasks, std::string_view between, std::string_view before_last) {
    std::string text;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (i > 0) text += i + 1 == tasks.size() ? before_last : between;
        text += tasks[i]->name();
    }
    return text;
}

std::string missing_for(const TaskBase& task, const WaitsFor& waits_for) {
    const FutureBase* awaited = task.awaited();
    if (!awaited) return "its own thread, which it blocks";
    if (awaited->is_task()) return static_cast<const TaskBase*>(awaited)->name();
    const bool in_line = dynamic_cast<const Waiter*>(awaited) != nullptr;
    const Tasks& tasks = waits_for.of(task);
    return in_line || tasks.empty() ? awaited->missing() : names_of(tasks, ", ", " and ");
}

}  // namespace

bool blocks_its_thread(const LoopCore& loop) {
    const Tasks tasks = WaitsFor(loop).tasks();
    return std::any_of(tasks.begin(), tasks.end(), [](const TaskBase* task) { return !task->awaited(); });
}

std::string who_waits_for_what(const LoopCore& loop) {
    constexpr std::size_t kNamed = 20;  // tasks that are told one by one
    const WaitsFor waits_for(loop);
    const Tasks& tasks = waits_for.tasks();
    std::string text;
    for (std::size_t i = 0; i < std::min(tasks.size(), kNamed); ++i)
        text += (i > 0 ? ", " : "") + tasks[i]->name() + " waits for " + missing_for(*tasks[i], waits_for);
    if (tasks.size() > kNamed) text += ", and " + std::to_string(tasks.size() - kNamed) + " more tasks wait";
    Tasks circle = waits_for.circle();
    if (circle.empty()) return text;
    circle.push_back(circle.front());
    return text + std::string(kCircle) + names_of(circle, " -> ", " -> ");
}

}  // namespace asyncio::detail
