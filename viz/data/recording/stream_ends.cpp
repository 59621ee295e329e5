#include "viz/data/recording/stream_ends.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;

std::size_t StreamEnds::bytes() const {
    const auto held = [](const auto& table) {
        return table.size() * (sizeof *table.begin() + 2 * sizeof(void*)) +
               table.bucket_count() * sizeof(void*);
    };
    std::size_t uses = 0;
    for (const auto& [id, end] : ends_) uses += end.reads.capacity() + end.writes.capacity();
    for (const auto& [task, ends] : ends_of_) uses += ends.capacity();
    return held(ends_) + held(waits_) + held(ends_of_) + held(names_) + uses * sizeof(Use) +
           order_.capacity() * sizeof(ObjectId);
}

void StreamEnds::see(const Event& event, EventIndex index, const trace::ObjectIndex& objects) {
    running_.see(event);
    switch (event.kind) {
        case EventKind::create: {
            const ObjectKind kind = objects[event.a].kind;
            if (kind != ObjectKind::transport && kind != ObjectKind::reader) return;
            const ObjectId opener = objects[event.a].creator;
            const bool by_program = opener != 0 && !objects[opener].internal;
            if (!ends_.try_emplace(event.a, End{.opener = by_program ? opener : 0, .name = event.text})
                     .second)
                return;
            order_.push_back(event.a);
            ++names_[event.text];
            if (by_program) note(ends_of_[opener], index, event.a);
            return;
        }
        case EventKind::stream_peer: {
            const auto end = ends_.find(event.a), peer = ends_.find(event.b);
            if (end == ends_.end() || peer == ends_.end() || end == peer) return;
            end->second.peer = event.b;
            peer->second.peer = event.a;
            return;
        }
        case EventKind::stream_write:
        case EventKind::stream_read:
        case EventKind::stream_wait: break;
        default: return;
    }
    if (event.kind == EventKind::stream_wait)
        waits_[event.b] = {event.a, event.text, (event.flags & trace::kWrite) != 0};
    const ObjectId task = running_.task();
    const auto end = ends_.find(event.a);
    if (task == 0 || end == ends_.end() || objects[task].internal) return;
    const bool writes = event.kind == EventKind::stream_write ||
                        (event.kind == EventKind::stream_wait && (event.flags & trace::kWrite) != 0);
    auto& uses = writes ? end->second.writes : end->second.reads;
    note(uses, index, task);
    note(ends_of_[task], index, event.a);
}

void StreamEnds::note(std::vector<Use>& uses, EventIndex event, ObjectId who) {
    if (uses.empty() || uses.back().who != who) uses.push_back({event, who});
}

void StreamEnds::finish() {
    for (const ObjectId id : order_) {
        End& end = ends_[id];
        const auto peer = ends_.find(end.peer);
        const std::size_t known = peer == ends_.end() ? 0 : peer->second.number;
        end.number = known != 0 ? known : ++count_;
    }
    order_ = {};
    running_ = {};
}

std::size_t StreamEnds::number_of(ObjectId object) const {
    const auto end = ends_.find(object);
    return end == ends_.end() ? 0 : end->second.number;
}

bool StreamEnds::shares_name(ObjectId end) const {
    const auto found = ends_.find(end);
    return found != ends_.end() && names_.at(found->second.name) > 1;
}

ObjectId StreamEnds::last_end_of(ObjectId task, EventIndex cursor) const {
    const auto found = ends_of_.find(task);
    if (found == ends_of_.end()) return 0;
    const auto after = std::partition_point(found->second.begin(), found->second.end(),
                                            [&](const Use& use) { return use.event < cursor; });
    return after == found->second.begin() ? 0 : std::prev(after)->who;
}

ObjectId StreamEnds::owner(ObjectId end) const {
    const auto found = ends_.find(end);
    if (found == ends_.end()) return 0;
    const End& used = found->second;
    return !used.reads.empty() ? used.reads.front().who : !used.writes.empty() ? used.writes.front().who : 0;
}

ObjectId StreamEnds::peer_of(ObjectId end) const {
    const auto found = ends_.find(end);
    return found == ends_.end() ? 0 : found->second.peer;
}

const StreamEnds::Wait* StreamEnds::wait_of(ObjectId future) const {
    const auto found = waits_.find(future);
    return found == waits_.end() ? nullptr : &found->second;
}

std::vector<ObjectId> StreamEnds::users(ObjectId end, bool writes, EventIndex cursor) const {
    std::vector<ObjectId> users;
    const auto found = ends_.find(end);
    if (found == ends_.end()) return users;
    const auto add = [&](ObjectId task) {
        if (task != 0 && std::find(users.begin(), users.end(), task) == users.end()) users.push_back(task);
    };
    const auto& uses = writes ? found->second.writes : found->second.reads;
    const auto after =
        std::partition_point(uses.begin(), uses.end(), [&](const Use& use) { return use.event < cursor; });
    for (auto use = after; use != uses.begin();) add((--use)->who);
    const auto& others = writes ? found->second.reads : found->second.writes;
    const bool unused = users.empty() && (others.empty() || others.front().event >= cursor);
    if (unused) add(found->second.opener);
    return users;
}

}  // namespace loopscope::viz
