#include "viz/data/recording/scopes.h"

#include "viz/data/recording/timeouts.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;

std::span<const Scope> Scopes::of(std::uint32_t lane) const {
    if (lane >= ranges_.size()) return {};
    return std::span(scopes_).subspan(ranges_[lane].first, ranges_[lane].count);
}

void ScopeBuilder::see(const Event& event, EventIndex index, const trace::Recording& recording,
                       const trace::ObjectIndex& objects, const LaneBuilder& lanes) {
    const auto lane_of_creator = [&] { return lanes.lane_of(objects[event.a].creator); };
    switch (event.kind) {
        case EventKind::turn:
        case EventKind::clock: now_ns_ = event.value; return;
        case EventKind::timer:
            if (is_timeout(recording, objects, event.a))
                open(ScopeKind::limit, event.a, lane_of_creator(), index);
            return;
        case EventKind::create:
            if (objects[event.a].kind == ObjectKind::task_group)
                open(ScopeKind::group, event.a, lane_of_creator(), index);
            return;
        case EventKind::link: return join(event.a, lanes.lane_of(event.b));
        case EventKind::unlink: return part(event.a);
        case EventKind::await: {
            const trace::ObjectInfo& what = objects[event.b];
            return await(lanes.lane_of(event.a), event.b,
                         what.internal && recording.string(what.name) == "TaskGroup");
        }
        case EventKind::step: return step(lanes.lane_of(event.a), index);
        case EventKind::call: return strike(event.a, index, lanes);
        case EventKind::uncancel: return leave_limit(lanes.lane_of(event.a), index);
        case EventKind::timer_cancel:
        case EventKind::skip: return close(event.a, index);
        case EventKind::drop: {
            // A timer goes when it has struck; what it limits does not.
            const auto found = open_.find(event.a);
            if (found != open_.end() && found->second.scope.struck == trace::kNever) close(event.a, index);
            return;
        }
        case EventKind::task_return:
        case EventKind::task_raise:
        case EventKind::task_cancelled:
            if (const std::uint32_t lane = lanes.lane_of(event.a); lane < inside_.size())
                while (!inside_[lane].scopes.empty()) close(inside_[lane].scopes.back(), index);
            return;
        default: return;
    }
}

ScopeBuilder::Inside& ScopeBuilder::inside(std::uint32_t lane) {
    if (lane >= inside_.size()) inside_.resize(lane + std::size_t{1});
    return inside_[lane];
}

void ScopeBuilder::open(ScopeKind kind, ObjectId object, std::uint32_t lane, EventIndex index) {
    if (lane == 0 || open_.contains(object)) return;
    open_[object] = {.scope = {.begin = index, .end = index, .object = object, .kind = kind}, .lane = lane};
    inside(lane).scopes.push_back(object);
}

void ScopeBuilder::close(ObjectId object, EventIndex index) {
    const auto found = open_.find(object);
    if (found == open_.end()) return;
    Open& open = found->second;
    open.scope.end = index;
    open.scope.late = open.scope.struck != trace::kNever && now_ns_ > open.struck_at + kUnnoticed_ns;
    done_.emplace_back(open.lane, open.scope);
    open.scope.own = false;
    for (const std::uint32_t member : open.members) done_.emplace_back(member, open.scope);
    std::erase(inside(open.lane).scopes, object);
    open_.erase(found);
}

void ScopeBuilder::join(ObjectId group, std::uint32_t lane) {
    const auto found = open_.find(group);
    if (found == open_.end() || lane == 0 || lane == found->second.lane) return;
    found->second.members.push_back(lane);
    ++found->second.children;
}

void ScopeBuilder::part(ObjectId group) {
    const auto found = open_.find(group);
    if (found != open_.end() && found->second.children > 0) --found->second.children;
}

// The task that a limit ends belongs to it.
void ScopeBuilder::strike(ObjectId timer, EventIndex index, const LaneBuilder& lanes) {
    const auto found = open_.find(timer);
    if (found == open_.end() || found->second.scope.kind != ScopeKind::limit) return;
    Open& open = found->second;
    open.scope.struck = index;
    open.struck_at = now_ns_;
    if (const std::uint32_t lane = lanes.lane_of(inside(open.lane).awaits); lane != 0)
        open.members.push_back(lane);
}

void ScopeBuilder::await(std::uint32_t lane, ObjectId what, bool leaves) {
    if (lane == 0) return;
    Inside& in = inside(lane);
    in.awaits = what;
    if (!leaves) return;
    const auto group = std::find_if(in.scopes.rbegin(), in.scopes.rend(), [&](ObjectId scope) {
        return open_.at(scope).scope.kind == ScopeKind::group;
    });
    if (group != in.scopes.rend()) in.leaves = *group;
}

// A group is left by the first step of its owner after its children are done.
void ScopeBuilder::step(std::uint32_t lane, EventIndex index) {
    if (lane == 0 || lane >= inside_.size()) return;
    inside_[lane].awaits = 0;
    const ObjectId leaves = std::exchange(inside_[lane].leaves, 0);
    const auto found = open_.find(leaves);
    if (leaves != 0 && found != open_.end() && found->second.children == 0) close(leaves, index);
}

// A limit that has struck is left where its cancellation is taken back.
void ScopeBuilder::leave_limit(std::uint32_t lane, EventIndex index) {
    if (lane >= inside_.size()) return;
    const std::vector<ObjectId>& scopes = inside_[lane].scopes;
    const auto struck = std::find_if(scopes.rbegin(), scopes.rend(), [&](ObjectId scope) {
        return open_.at(scope).scope.struck != trace::kNever;
    });
    if (struck != scopes.rend()) close(*struck, index);
}

namespace {

// Of the last one of a lane.
void set_outer(std::span<Scope> lane) {
    Scope& last = lane.back();
    for (std::size_t i = lane.size() - 1; i > 0;) {
        const Scope& before = lane[i - 1];
        if (before.end > last.begin) {
            last.outer = static_cast<std::uint32_t>(i - 1);
            return;
        }
        // What is over when that one began is over here, too.
        if (before.outer == trace::kNever) return;
        i = before.outer + std::size_t{1};
    }
}

}  // namespace

Scopes ScopeBuilder::finish(EventIndex event_count) {
    while (!open_.empty()) close(open_.begin()->first, event_count);
    std::sort(done_.begin(), done_.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.begin < b.second.begin;
    });
    Scopes scopes;
    scopes.scopes_.reserve(done_.size());
    for (const auto& [lane, scope] : done_) {
        if (lane >= scopes.ranges_.size()) scopes.ranges_.resize(lane + std::size_t{1});
        Scopes::Range& range = scopes.ranges_[lane];
        if (range.count++ == 0) range.first = scopes.scopes_.size();
        scopes.scopes_.push_back(scope);
        set_outer(std::span(scopes.scopes_).subspan(range.first));
    }
    return scopes;
}

}  // namespace loopscope::viz
