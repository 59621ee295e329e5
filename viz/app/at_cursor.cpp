#include "viz/app/at_cursor.h"

#include "viz/data/explain/causes.h"
#include "viz/data/explain/sentence.h"

namespace loopscope::viz {

using trace::EventIndex;

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
    chain_.clear();
    if (focus_) {
        chain_ = causes_of(store, *focus_);
        chain_.insert(chain_.begin(), *focus_);
    }
    known_ = cursor;
}

}  // namespace loopscope::viz
