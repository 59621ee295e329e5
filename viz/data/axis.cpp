#include "viz/data/axis.h"

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

double Axis::position(EventIndex event) const {
    if (mode_ == AxisMode::clock) return seconds(store_->time_at(event + 1));
    return static_cast<double>(rank_of(store_->stops(), event, store_->event_count()));
}

double Axis::end() const {
    if (mode_ == AxisMode::logical) return static_cast<double>(store_->stops().size());
    return seconds(store_->time_at(store_->event_count()));
}

double Axis::cursor(EventIndex count) const {
    if (mode_ == AxisMode::clock) return seconds(store_->time_at(count));
    return count == 0 ? 0.0 : position(count);
}

EventIndex Axis::count_at(double position) const {
    const auto& stops = store_->stops();
    if (stops.empty() || position < 0) return 0;
    if (mode_ == AxisMode::logical) {
        const auto column = std::min(static_cast<std::size_t>(position), stops.size() - 1);
        return stops[column] + 1;
    }
    const EventIndex after = first_event_from(position + 1e-9);
    const auto next = std::lower_bound(stops.begin(), stops.end(), after);
    return next == stops.begin() ? 0 : *std::prev(next) + 1;
}

EventIndex Axis::first_event_from(double position) const {
    if (mode_ == AxisMode::logical) {
        // Column c begins after stop c - 1.
        const auto& stops = store_->stops();
        const double column = std::ceil(position);
        if (column <= 0) return 0;
        if (column > static_cast<double>(stops.size())) return store_->event_count();
        return stops[static_cast<std::size_t>(column) - 1] + 1;
    }
    const auto& turns = store_->turns();
    const auto turn = std::partition_point(turns.begin(), turns.end(),
                                           [&](const Turn& t) { return seconds(t.time_ns) < position; });
    return turn == turns.end() ? store_->event_count() : turn->event;
}

}  // namespace loopscope::viz
