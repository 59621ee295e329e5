#include "viz/data/instant/alike_tasks.h"

#include "viz/data/instant/network_waits.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace loopscope::viz {

using trace::LoopState;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

constexpr std::size_t kLeastAlike = 4;

// function, that of the creator, gather or task group, kind and name of what is awaited, what that is about,
// asked to stop
using Likeness =
    std::tuple<trace::StringId, trace::StringId, ObjectId, ObjectKind, trace::StringId, ObjectId, bool>;

class Sorter {
public:
    Sorter(const Store& store, const LoopState& now) : store_(store), now_(now) {
        for (const ObjectState& object : now.objects()) {
            if (object.kind == ObjectKind::lock) wanted_.insert(object.primitive().owner);
            if (object.kind != ObjectKind::gather && object.kind != ObjectKind::task_group) continue;
            for (const trace::Link& link : object.links()) group_[link.object] = object.id;
        }
    }

    // How many wait for each connection's end, and whom those need that several wait for.
    void count(const std::vector<ObjectId>& tasks) {
        std::unordered_map<ObjectId, ObjectId> user;
        for (const ObjectId task : tasks) {
            const NetworkWait wait = network_wait(store_, now_, now_.object(task)->awaits);
            if (wait.by_way_of == 0) continue;
            ++waits_at_[wait.by_way_of];
            if (!wait.by.empty()) user[wait.by_way_of] = wait.by.front();
        }
        for (const auto& [end, task] : user)
            if (waits_at_[end] > 1) wanted_.insert(task);
    }

    std::optional<Likeness> of(const ObjectState& task) {
        const ObjectState* awaited = now_.object(task.awaits);
        const bool waits = task.task_state == trace::TaskState::suspended && awaited != nullptr;
        if (!waits || awaited->kind == ObjectKind::task || wanted_.contains(task.id)) return std::nullopt;
        if (!now_.waiters(task.id).empty() || task.frames().empty()) return std::nullopt;
        const auto group = group_.find(task.id);
        const bool sleeps = awaited->kind == ObjectKind::sleep;
        const ObjectState* creator = now_.object(task.creator);
        const bool known = creator != nullptr && !creator->frames().empty();
        return Likeness{task.frames().front().function,
                        known ? creator->frames().front().function : 0,
                        group == group_.end() ? 0 : group->second,
                        awaited->kind,
                        sleeps ? 0 : awaited->name,
                        known_subject_of(*awaited),
                        task.must_cancel || task.cancelling > 0};
    }

private:
    // Many may wait for one future, which is looked at once.
    ObjectId known_subject_of(const ObjectState& awaited) {
        const auto [known, is_new] = subjects_.try_emplace(awaited.id);
        if (is_new) known->second = subject_of(awaited);
        return known->second;
    }

    // The lock, queue or the like; the end of a connection, if not everybody has one of its own.
    ObjectId subject_of(const ObjectState& awaited) const {
        const ObjectState* parent = now_.object(awaited.parent);
        if (parent != nullptr && trace::is_primitive(parent->kind)) return parent->id;
        if (now_.waiters(awaited.id).size() > 1) return awaited.id;
        const ObjectId end = network_wait(store_, now_, awaited.id).by_way_of;
        const auto waits = waits_at_.find(end);
        return waits != waits_at_.end() && waits->second > 1 ? end : 0;
    }

    const Store& store_;
    const LoopState& now_;
    std::unordered_set<ObjectId> wanted_;
    std::unordered_map<ObjectId, ObjectId> group_;  // by tasks
    std::unordered_map<ObjectId, std::size_t> waits_at_;
    std::unordered_map<ObjectId, ObjectId> subjects_;  // by what is awaited
};

}  // namespace

std::vector<std::vector<ObjectId>> alike_tasks(const Store& store, const LoopState& now,
                                               const std::vector<ObjectId>& tasks, ObjectId subject) {
    Sorter sorter(store, now);
    sorter.count(tasks);
    std::map<Likeness, std::vector<ObjectId>> sorted;
    for (const ObjectId task : tasks)
        if (const auto likeness = sorter.of(*now.object(task))) sorted[*likeness].push_back(task);
    std::vector<std::vector<ObjectId>> groups;
    for (auto& [likeness, group] : sorted) {
        if (group.size() < kLeastAlike) continue;
        const auto chosen = std::find(group.begin(), group.end(), subject);
        if (chosen != group.end()) std::rotate(group.begin(), chosen, chosen + 1);
        groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace loopscope::viz
