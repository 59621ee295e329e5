#include "viz/data/instant/references.h"

#include <algorithm>

namespace loopscope::viz {

using trace::LoopState;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

// Of the task that run() was given, and of those that it makes at its end.
bool made_by_run(const LoopState& now, const ObjectState& task) {
    return task.kind == ObjectKind::task && task.creator == 0 &&
           std::any_of(task.callbacks().begin(), task.callbacks().end(), [&](ObjectId id) {
               const ObjectState* callback = now.object(id);
               return callback != nullptr && callback->kind == ObjectKind::callback;
           });
}

}  // namespace

References::References(const LoopState& now) {
    add_roots(now);
    for (const ObjectState& object : now.objects()) add_holds(now, object);
    reach();
    for (const ObjectState& object : now.objects()) {
        if (object.kind != ObjectKind::task || object.done()) continue;
        holders_[object.id].push_back({.holder = 0, .how = Hold::weakly});
        if (!held(object.id)) lost_.push_back(object.id);
    }
}

void References::add(ObjectId held, Holding holding) {
    if (held == 0) return;
    std::vector<Holding>& known = holders_[held];
    if (std::find(known.begin(), known.end(), holding) != known.end()) return;
    known.push_back(holding);
    holds_[holding.holder].push_back(held);
}

void References::add_roots(const LoopState& now) {
    for (const trace::Running& running : now.running) add(running.object, {.how = Hold::running});
    for (std::size_t i = 0; i < now.ready.size(); ++i) {
        add(now.ready[i].object, {.how = Hold::ready});
        add(now.ready[i].future, {.how = Hold::ready});
    }
    for (const trace::Timer& timer : now.timers()) {
        add(timer.timer, {.how = Hold::timer});
        if (timer.owner != timer.timer) add(timer.owner, {.how = Hold::timer});
    }
    for (const trace::Watch& watch : now.watches) add(watch.object, {.how = Hold::selector});
    for (const ObjectState& object : now.objects()) {
        if (!trace::lives_by_references(object.kind))
            add(object.id, {.how = trace::is_primitive(object.kind) ? Hold::program : Hold::outside});
        if (made_by_run(now, object)) add(object.id, {.how = Hold::run});
    }
}

void References::add_holds(const LoopState& now, const ObjectState& object) {
    const bool pending_task = object.kind == ObjectKind::task && !object.done();
    if (pending_task) add(object.awaits, {object.id, Hold::awaits});
    const Hold waiting = trace::is_primitive(object.kind) ? Hold::line : Hold::wakes;
    for (const ObjectId waiter : now.waiters(object.id)) add(waiter, {object.id, waiting});
    for (const ObjectId callback : object.callbacks()) add(callback, {object.id, Hold::calls});
    for (const trace::Link& link : object.links())
        add(link.object, {object.id, pending_task ? Hold::variable : Hold::link, link.role});
    // A group is a variable of the task whose block it is.
    if (object.kind == ObjectKind::task_group) add(object.id, {object.parent, Hold::variable});
}

void References::reach() {
    std::vector<ObjectId> next = holds_[0];
    while (!next.empty()) {
        const ObjectId id = next.back();
        next.pop_back();
        if (!held_.insert(id).second) continue;
        if (const auto found = holds_.find(id); found != holds_.end())
            next.insert(next.end(), found->second.begin(), found->second.end());
    }
}

const std::vector<Holding>& References::holders(ObjectId id) const {
    static const std::vector<Holding> kNone;
    const auto found = holders_.find(id);
    return found == holders_.end() ? kNone : found->second;
}

void References::grow(ObjectId of, std::uint32_t depth, std::set<ObjectId>& seen, std::size_t most,
                      std::vector<HolderRow>& rows) const {
    for (const Holding& holding : holders(of)) {
        if (rows.size() >= most) return;
        const ObjectId holder = holding.holder;
        const bool strong = holding.how != Hold::weakly;
        const bool again = holder != 0 && !seen.insert(holder).second;
        rows.push_back({holding, depth, again, strong && (holder == 0 || held(holder))});
        if (holder != 0 && !again) grow(holder, depth + 1, seen, most, rows);
    }
}

std::vector<HolderRow> References::tree(ObjectId subject, std::size_t most) const {
    std::vector<HolderRow> rows;
    std::set<ObjectId> seen{subject};
    grow(subject, 0, seen, most, rows);
    return rows;
}

bool knows_variables(const trace::Recording& recording) {
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const trace::Event& event = recording.events[i];
        if (event.kind == trace::EventKind::collect ||
            (event.kind == trace::EventKind::link && recording.string(event.text) == "frame"))
            return true;
    }
    return false;
}

}  // namespace loopscope::viz
