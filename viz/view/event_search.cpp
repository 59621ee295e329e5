#include "viz/view/event_search.h"

#include <algorithm>

namespace loopscope::viz {

using trace::EventIndex;

void EventSearch::look_for(const std::string& text, const Store& store, std::uint64_t generation) {
    if (text == text_ && generation == generation_) return;
    text_ = text;
    generation_ = generation;
    filter_ = EventFilter(text, store);
    hits_.clear();
    next_ = 0;
    done_ = filter_.empty() || !filter_.understood();
}

bool EventSearch::go_on(const Store& store, EventIndex events) {
    if (done_) return false;
    const EventIndex end = next_ + std::min(events, store.event_count() - next_);
    for (; next_ < end; ++next_) {
        if (filter_.matches(store, next_)) hits_.push_back(next_);
    }
    done_ = next_ == store.event_count();
    return !done_;
}

std::size_t EventSearch::row_of(EventIndex event) const {
    if (filter_.empty()) return event;
    return static_cast<std::size_t>(std::lower_bound(hits_.begin(), hits_.end(), event) - hits_.begin());
}

}  // namespace loopscope::viz
