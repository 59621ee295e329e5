// What the views need to know of the place where the cursor is, worked out once for each place.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

class AtCursor {
public:
    // Nothing is done if it is known already. The store is asked for another state meanwhile.
    void refresh(Store& store, trace::EventIndex cursor, const Words& words);
    // It has to be worked out anew: another store, another language, the store was asked for another state.
    void forget() { known_.reset(); }

    // The loop after the events before the cursor: a copy, as sentences move the store's state.
    const trace::LoopState& now() const { return now_; }
    // What has just happened there, and its causes, the nearest first; the chain begins with the event
    // itself.
    std::optional<trace::EventIndex> focus() const { return focus_; }
    const std::vector<trace::EventIndex>& chain() const { return chain_; }
    const std::string& sentence() const { return sentence_; }
    // The task that it is about: the one that runs, or ran last; 0: none.
    trace::ObjectId subject() const { return subject_; }

private:
    trace::LoopState now_;
    std::string sentence_;
    std::optional<trace::EventIndex> focus_;
    std::vector<trace::EventIndex> chain_;
    trace::ObjectId subject_ = 0;
    std::optional<trace::EventIndex> known_;  // the cursor that they belong to
};

}  // namespace loopscope::viz
