#include "engine/trace/object_index.h"

#include <algorithm>

namespace loopscope::trace {

void ObjectIndex::update(const Recording& recording) {
    for (; seen_ < recording.events.size(); ++seen_)
        apply(recording.events[seen_], static_cast<EventIndex>(seen_));
}

StringId ObjectIndex::name_at(ObjectId id, EventIndex at) const {
    StringId name = (*this)[id].name;
    if (const auto found = renames_.find(id); found != renames_.end()) {
        for (const Rename& rename : found->second) {
            if (rename.event > at) break;
            name = rename.name;
        }
    }
    return name;
}

bool ObjectIndex::renamed(ObjectId id, EventIndex at) const {
    const auto found = renames_.find(id);
    return found != renames_.end() && found->second.front().event <= at;
}

void ObjectIndex::apply(const Event& event, EventIndex index) {
    switch (event.kind) {
        case EventKind::create: return create(event, index);
        case EventKind::rename:
            if (knows(event.a)) renames_[event.a].push_back({index, event.text});
            return;
        case EventKind::drop:
            if (knows(event.a)) objects_[event.a].dropped = std::min(objects_[event.a].dropped, index);
            return;
        case EventKind::step: running_.push_back(event.a); return;
        case EventKind::call: running_.push_back(0); return;
        case EventKind::task_return:
        case EventKind::task_raise:
        case EventKind::task_cancelled:
        case EventKind::resolve:
            if (knows(event.a)) objects_[event.a].done = std::min(objects_[event.a].done, index);
            if (event.kind == EventKind::resolve) return;
            [[fallthrough]];
        case EventKind::yield:
        case EventKind::await:
        case EventKind::call_end:
            if (!running_.empty()) running_.pop_back();
            return;
        case EventKind::turn: running_.clear(); return;
        default: return;
    }
}

void ObjectIndex::create(const Event& event, EventIndex index) {
    if (event.a == 0 || knows(event.a)) return;
    if (event.a >= objects_.size()) objects_.resize(std::size_t{event.a} + 1);
    ObjectInfo& object = objects_[event.a];
    object.kind = event.c <= kLastObjectKind ? static_cast<ObjectKind>(event.c) : ObjectKind::other;
    object.internal = (event.flags & kInternal) != 0;
    object.name = event.text;
    object.parent = event.b;
    const auto task = std::find_if(running_.rbegin(), running_.rend(), [](ObjectId id) { return id != 0; });
    object.creator = task == running_.rend() ? 0 : *task;
    object.value = event.value;
    object.created = index;
}

}  // namespace loopscope::trace
