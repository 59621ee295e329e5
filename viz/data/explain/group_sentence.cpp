// How a TaskGroup is left: with what failed in it.
#include "viz/data/explain/sentence_parts.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

// The group whose block the task leaves with this step, its tasks being at their end; null if it leaves none.
const Scope* group_left(const Facts& f, EventIndex step) {
    const std::span<const Scope> scopes = f.store.scopes().of(f.store.lanes().lane_of(f.event.a));
    const auto left = std::find_if(scopes.begin(), scopes.end(), [&](const Scope& scope) {
        return scope.kind == ScopeKind::group && scope.own && scope.end == step;
    });
    return left == scopes.end() ? nullptr : &*left;
}

// Of its children; its own task is linked, too.
std::vector<trace::ObjectId> failed_in(const Store& store, const Scope& group, trace::ObjectId owner) {
    std::vector<trace::ObjectId> failed;
    for (EventIndex i = group.begin; i < group.end; ++i) {
        const Event& event = store.event(i);
        if (event.kind != EventKind::link || event.a != group.object || event.b == owner) continue;
        const std::uint32_t lane = store.lanes().lane_of(event.b);
        if (lane != 0 && store.lanes().lanes[lane].how == LaneEnd::failed) failed.push_back(event.b);
    }
    return failed;
}

}  // namespace

std::string group_failed_sentence(const Facts& f) {
    const Scope* group = f.event.text == 0 ? group_left(f, f.index) : nullptr;
    if (group == nullptr) return {};
    const std::vector<trace::ObjectId> failed = failed_in(f.store, *group, f.event.a);
    if (failed.empty()) return {};
    const std::string who = f.name(f.event.a), first = f.name(failed.front());
    if (failed.size() == 1) return f.say("step.group_failed", {{"who", who}, {"failed", first}});
    return f.say("step.group_failed.more",
                 {{"who", who}, {"failed", first}, {"count", std::to_string(failed.size() - 1)}});
}

std::string group_uncancel_sentence(const Facts& f) {
    if (f.index == 0) return {};
    const Event& step = f.store.event(f.index - 1);
    if (step.kind != EventKind::step || step.a != f.event.a) return {};
    const Scope* group = group_left(f, f.index - 1);
    if (group == nullptr || failed_in(f.store, *group, f.event.a).empty()) return {};
    return f.say("uncancel.group", {{"who", f.name(f.event.a)}});
}

}  // namespace loopscope::viz
