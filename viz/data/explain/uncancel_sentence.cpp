// What a request to cancel that is taken back means: of timeout() and wait_for(), that CancelledError becomes
// TimeoutError.
#include "viz/data/explain/sentence_parts.h"
#include "viz/data/recording/warning_text.h"

#include <algorithm>
#include <span>
#include <string>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

// The limit whose time was up and whose block the task leaves here; null if it is none.
const Scope* limit_left(const Facts& f) {
    const std::span<const Scope> scopes = f.store.scopes().of(f.store.lanes().lane_of(f.event.a));
    const auto left = std::find_if(scopes.begin(), scopes.end(), [&](const Scope& scope) {
        return scope.kind == ScopeKind::limit && scope.own && scope.struck != trace::kNever &&
               scope.end == f.index;
    });
    return left == scopes.end() ? nullptr : &*left;
}

// timeout() counts, too: if more was asked for inside of its block than is taken back, somebody else asked.
bool others_asked(const Facts& f, const Scope& limit) {
    int open = 0;
    for (EventIndex i = limit.begin; i <= f.index; ++i) {
        const Event& event = f.store.event(i);
        if (event.a != f.event.a) continue;
        if (event.kind == EventKind::cancel) ++open;
        if (event.kind == EventKind::uncancel) --open;
    }
    return open > 0;
}

bool swallowed(const Facts& f) {
    if (f.index == 0) return false;
    const Event& before = f.store.event(f.index - 1);
    return before.kind == EventKind::warning && before.a == f.event.a &&
           swallowed_how(trace::parse_warning(f.store.text(before.text))) == "in_time";
}

}  // namespace

std::string uncancel_sentence(const Facts& f) {
    const std::string who = f.name(f.event.a), count = std::to_string(f.event.value);
    if (const Scope* limit = limit_left(f)) {
        if (swallowed(f)) return f.say("uncancel.limit.swallowed", {{"who", who}});
        if (others_asked(f, *limit)) return f.say("uncancel.limit.others", {{"who", who}});
        return f.say("uncancel.limit", {{"who", who}});
    }
    if (std::string group = group_uncancel_sentence(f); !group.empty()) return group;
    return f.say(f.event.value == 0 ? "uncancel.none" : "uncancel", {{"who", who}, {"count", count}});
}

}  // namespace loopscope::viz
