// The events that fit a filter. Large recordings are looked through a slice at a time, so that the window
// stays alive.
#pragma once

#include "viz/data/find/event_filter.h"

#include <string>
#include <vector>

namespace loopscope::viz {

class EventSearch {
public:
    // Begins anew if the text or the recording is another. `generation` tells recordings apart.
    void look_for(const std::string& text, const Store& store, std::uint64_t generation);
    // Looks at up to `events` more. Returns whether there are more to look at.
    bool go_on(const Store& store, trace::EventIndex events);

    bool done() const { return done_; }
    const EventFilter& filter() const { return filter_; }
    // The events found so far, ascending. Without a filter nothing is listed: everything is found.
    const std::vector<trace::EventIndex>& hits() const { return hits_; }

    // Rows of the table: the hits, or all events.
    std::size_t rows(const Store& store) const {
        return filter_.empty() ? store.event_count() : hits_.size();
    }
    trace::EventIndex event_of(std::size_t row) const {
        return filter_.empty() ? static_cast<trace::EventIndex>(row) : hits_[row];
    }
    // The number of rows whose events are below `event`.
    std::size_t row_of(trace::EventIndex event) const;

private:
    std::string text_;
    std::uint64_t generation_ = 0;
    EventFilter filter_;
    std::vector<trace::EventIndex> hits_;
    trace::EventIndex next_ = 0;  // to be looked at
    bool done_ = true;
};

}  // namespace loopscope::viz
