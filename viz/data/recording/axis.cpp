#include "viz/data/recording/axis.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

using trace::EventIndex;

namespace {

double seconds(std::int64_t ns) { return static_cast<double>(ns) * 1e-9; }

// std::lower_bound, looking first where the value is if the stops are spread evenly, then further and further
// away: in a recording of millions a plain binary search spends its time waiting for memory.
std::size_t rank_of(const std::vector<EventIndex>& stops, EventIndex event, EventIndex event_count) {
    const auto guess =
        static_cast<std::size_t>(std::uint64_t{event} * stops.size() / std::max(event_count, 1U));
    std::size_t low = std::min(guess, stops.size()), high = low, step = 8;
    while (low > 0 && stops[low - 1] >= event) {
        high = low - 1;
        low -= std::min(low, step);
        step *= 2;
    }
    for (step = 8; high < stops.size() && stops[high] < event; step *= 2) {
        low = high;
        high += std::min(stops.size() - high, step);
    }
    const auto begin = stops.begin();
    const auto found = std::lower_bound(begin + static_cast<std::ptrdiff_t>(low),
                                        begin + static_cast<std::ptrdiff_t>(high), event);
    return static_cast<std::size_t>(found - begin);
}

}  // namespace

Axis::Axis(const Store& store, AxisMode mode) : store_(&store), mode_(mode) {
    if (mode == AxisMode::logical || store.stops().empty()) return;
    const double all = seconds(store.time_at(store.event_count()));
    const double stops = static_cast<double>(store.stops().size());
    stop_ = all > 0 ? all / stops : 1 / stops;
}

double Axis::position(EventIndex event) const {
    const auto rank = static_cast<double>(rank_of(store_->stops(), event, store_->event_count()));
    if (mode_ == AxisMode::clock) return seconds(store_->time_at(event + 1)) + stop_ * rank;
    return rank;
}

double Axis::end() const {
    const auto stops = static_cast<double>(store_->stops().size());
    if (mode_ == AxisMode::logical) return stops;
    return seconds(store_->time_at(store_->event_count())) + stop_ * stops;
}

double Axis::cursor(EventIndex count) const {
    if (count == 0) return 0;
    if (mode_ == AxisMode::logical) return position(count);
    const auto rank = static_cast<double>(rank_of(store_->stops(), count, store_->event_count()));
    return seconds(store_->time_at(count)) + stop_ * rank;
}

double Axis::position_of_time(double time) const {
    const EventIndex event = store_->first_at_time(static_cast<std::int64_t>(std::llround(time * 1e9)));
    const auto& stops = store_->stops();
    const auto rank = static_cast<double>(rank_of(stops, event, store_->event_count()));
    return mode_ == AxisMode::logical ? rank : time + stop_ * rank;
}

EventIndex Axis::count_at(double position) const {
    const auto& stops = store_->stops();
    if (stops.empty() || position < 0) return 0;
    if (mode_ == AxisMode::logical) {
        const auto column = std::min(static_cast<std::size_t>(position), stops.size() - 1);
        return stops[column] + 1;
    }
    const auto after = std::partition_point(stops.begin(), stops.end(), [&](EventIndex stop) {
        return this->position(stop) <= position + 1e-12;
    });
    return after == stops.begin() ? 0 : *std::prev(after) + 1;
}

EventIndex Axis::first_event_from(double position) const {
    const auto& stops = store_->stops();
    if (mode_ == AxisMode::logical) {
        // Column c begins after stop c - 1.
        const double column = std::ceil(position);
        if (column <= 0) return 0;
        if (column > static_cast<double>(stops.size())) return store_->event_count();
        return stops[static_cast<std::size_t>(column) - 1] + 1;
    }
    const auto stop = std::partition_point(stops.begin(), stops.end(),
                                           [&](EventIndex s) { return this->position(s) < position; });
    // What lies between two stops shares a place with the second, or comes just before it.
    if (stop == stops.begin()) return 0;
    return stop == stops.end() ? store_->event_count() : *std::prev(stop) + 1;
}

}  // namespace loopscope::viz
