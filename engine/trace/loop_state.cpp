#include "engine/trace/loop_state.h"

#include "engine/trace/applier.h"

#include <algorithm>
#include <tuple>

namespace loopscope::trace {

std::optional<std::string> LoopState::apply(const Recording& recording, EventIndex index) {
    if (index >= recording.events.size()) return "there is no event " + std::to_string(index);
    Applier applier(*this, recording, index);
    applier.apply();
    applied = index + 1;
    return std::move(applier.finding);
}

std::vector<ObjectId> LoopState::waiters(ObjectId id) const {
    std::vector<ObjectId> result;
    const ObjectState* object = objects_.find(id);
    ObjectId next = object ? object->first_waiter_ : 0;
    while (const ObjectState* task = next != 0 ? objects_.find(next) : nullptr) {
        result.push_back(next);
        next = task->next_waiter_;
    }
    return result;
}

std::vector<Timer> LoopState::timers(std::size_t most) const {
    std::vector<Timer> result(std::min(most, timers_.size()));
    std::partial_sort_copy(timers_.begin(), timers_.end(), result.begin(), result.end(),
                           [](const Timer& x, const Timer& y) {
                               return std::tie(x.deadline_ns, x.since) < std::tie(y.deadline_ns, y.since);
                           });
    return result;
}

ObjectId LoopState::current_task() const {
    for (auto it = running.rbegin(); it != running.rend(); ++it) {
        if (it->is_task) return it->object;
    }
    return 0;
}

std::size_t LoopState::own_bytes() const {
    return sizeof *this + ready.own_bytes() + timers_.own_bytes() + objects_.own_bytes() +
           watches.size() * sizeof(Watch) + running.size() * sizeof(Running) +
           cancels.size() * sizeof(OpenCancel);
}

std::size_t LoopState::unshared_bytes() const {
    return ready.unshared_bytes() + timers_.unshared_bytes() + objects_.unshared_bytes();
}

}  // namespace loopscope::trace
