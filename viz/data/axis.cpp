#include "viz/data/axis.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

using trace::EventIndex;

namespace {

double seconds(std::int64_t ns) { return static_cast<double>(ns) * 1e-9; }

}  // namespace

double Axis::position(EventIndex event) const {
    if (mode_ == AxisMode::clock) return seconds(store_->time_at(event + 1));
    const auto& stops = store_->stops();
    return static_cast<double>(std::lower_bound(stops.begin(), stops.end(), event) - stops.begin());
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
