#include "viz/app/at_cursor.h"

#include "viz/data/explain/causes.h"
#include "viz/data/explain/sentence.h"
#include "viz/data/explain/task_waits.h"
#include "viz/data/recording/event_object.h"
#include "viz/data/recording/warning_text.h"

namespace loopscope::viz {

using trace::EventIndex;

namespace {

trace::ObjectId subject_of(const Store& store, const trace::LoopState& now, std::optional<EventIndex> focus) {
    if (const trace::ObjectId task = now.current_task(); task != 0) return task;
    // asyncio's own tasks are no subject: they have no lane.
    const auto can_be = [&](trace::ObjectId id) {
        return is_task(store.objects(), id) && !store.objects()[id].internal;
    };
    const trace::ObjectId last = focus ? object_of(store.event(*focus)) : 0;
    if (can_be(last)) return last;
    if (focus && warns_of(store.recording(), store.event(*focus), trace::WarningKind::waits_for_ever)) {
        const auto waits = task_waits(store, *focus);
        return waits.empty() ? 0 : waits.front().task;
    }
    // A request that is passed on is about the task that waits for who gets it.
    for (auto cancel = now.cancels.rbegin(); cancel != now.cancels.rend(); ++cancel)
        if (can_be(cancel->target)) return cancel->target;
    return 0;
}

}  // namespace

void AtCursor::refresh(Store& store, EventIndex cursor, const Words& words) {
    if (known_ == cursor) return;
    // Who goes to an event that keeps the books wants to see that one, not the last stop before it.
    focus_ = cursor == 0 ? std::nullopt : std::optional(cursor - 1);
    sentence_ = focus_ ? viz::sentence(store, *focus_, words) : std::string();
    if (sentence_.empty()) {
        focus_ = store.last_stop(cursor);
        sentence_ = sentence_after(store, cursor, words);
    }
    now_ = store.at(cursor);
    subject_ = subject_of(store, now_, focus_);
    chain_.clear();
    if (focus_) {
        chain_ = causes_of(store, *focus_);
        chain_.insert(chain_.begin(), *focus_);
    }
    known_ = cursor;
}

}  // namespace loopscope::viz
