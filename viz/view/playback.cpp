#include "viz/view/playback.h"

#include "viz/data/recording/event_object.h"

#include <algorithm>

namespace loopscope::viz {

using trace::EventIndex;

namespace {

bool concerns(const trace::Event& event, trace::ObjectId object) {
    return names_objects(event.kind) && (event.a == object || event.b == object);
}

}  // namespace

EventIndex Playback::end_of(const Store& store) {
    return store.stops().empty() ? store.event_count() : store.stops().back() + 1;
}

void Playback::seek(const Store& store, EventIndex count) {
    cursor_ = std::min(count, store.event_count());
    waited_ = 0;
}

void Playback::last(const Store& store) { seek(store, end_of(store)); }

void Playback::next_event(const Store& store) {
    const auto& stops = store.stops();
    const auto next = std::lower_bound(stops.begin(), stops.end(), cursor_);
    if (next != stops.end()) seek(store, *next + 1);
}

void Playback::previous_event(const Store& store) {
    const auto& stops = store.stops();
    // The stop whose position lies before the cursor: *stop + 1 < cursor.
    auto after = std::lower_bound(stops.begin(), stops.end(), cursor_ == 0 ? 0 : cursor_ - 1);
    seek(store, after == stops.begin() ? 0 : *std::prev(after) + 1);
}

void Playback::next_turn(const Store& store) {
    const auto& turns = store.turns();
    const auto next =
        std::partition_point(turns.begin(), turns.end(), [&](const Turn& t) { return t.event < cursor_; });
    if (next == turns.end()) {
        last(store);
    } else {
        seek(store, next->event + 1);
    }
}

void Playback::previous_turn(const Store& store) {
    const auto& turns = store.turns();
    const auto here = std::partition_point(turns.begin(), turns.end(),
                                           [&](const Turn& t) { return t.event + 1 < cursor_; });
    seek(store, here == turns.begin() ? 0 : std::prev(here)->event + 1);
}

void Playback::next_of(const Store& store, trace::ObjectId object) {
    const auto& stops = store.stops();
    const auto from = std::lower_bound(stops.begin(), stops.end(), cursor_);
    const auto next =
        std::find_if(from, stops.end(), [&](EventIndex i) { return concerns(store.event(i), object); });
    if (next != stops.end()) seek(store, *next + 1);
}

void Playback::previous_of(const Store& store, trace::ObjectId object) {
    const auto& stops = store.stops();
    auto stop = std::lower_bound(stops.begin(), stops.end(), cursor_ == 0 ? 0 : cursor_ - 1);
    while (stop != stops.begin()) {
        --stop;
        if (concerns(store.event(*stop), object)) return seek(store, *stop + 1);
    }
}

void Playback::toggle(const Store& store) {
    playing_ = !playing_;
    waited_ = 0;
    if (playing_ && at_end(store)) first(store);
}

bool Playback::advance(const Store& store, double seconds) {
    if (!playing_) return false;
    waited_ += seconds;
    const double step = 1.0 / steps_per_second();
    const EventIndex before = cursor_;
    while (waited_ >= step && playing_) {
        const double rest = waited_ - step;
        next_event(store);
        waited_ = rest;
        if (at_end(store)) playing_ = false;
    }
    return cursor_ != before;
}

double Playback::seconds_to_next_step() const {
    return playing_ ? std::max(0.0, 1.0 / steps_per_second() - waited_) : -1.0;
}

}  // namespace loopscope::viz
