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

struct Crowd {  // what happens in an instant
    std::int64_t time_ns = 0;
    std::uint32_t stops = 0;
};

std::vector<Crowd> crowds_of(const Store& store) {
    std::vector<Crowd> crowds;
    for (const EventIndex stop : store.stops()) {
        const std::int64_t time_ns = store.time_at(stop + 1);
        if (crowds.empty() || crowds.back().time_ns != time_ns) crowds.push_back({time_ns, 0});
        ++crowds.back().stops;
    }
    return crowds;
}

// How long a stop is, in seconds: all together are as long as the time between them.
double room_each(double all, double stops) { return all > 0 ? all / stops : 1 / stops; }

}  // namespace

SharedClock::SharedClock(const Store& before, const Store& after) {
    const std::vector<Crowd> first = crowds_of(before), second = crowds_of(after);
    auto a = first.begin(), b = second.begin();
    while (a != first.end() || b != second.end()) {
        const bool in_a = a != first.end() && (b == second.end() || a->time_ns <= b->time_ns);
        const bool in_b = b != second.end() && (a == first.end() || b->time_ns <= a->time_ns);
        instants_.push_back({in_a ? a->time_ns : b->time_ns, stops_});
        stops_ += std::max(in_a ? a->stops : 0, in_b ? b->stops : 0);
        if (in_a) ++a;
        if (in_b) ++b;
    }
    const double all =
        seconds(std::max(before.time_at(before.event_count()), after.time_at(after.event_count())));
    stop_ = room_each(all, std::max(static_cast<double>(stops_), 1.0));
}

double SharedClock::stops_before(std::int64_t time_ns) const {
    const auto at = std::partition_point(instants_.begin(), instants_.end(),
                                         [&](const Instant& each) { return each.time_ns < time_ns; });
    return at == instants_.end() ? stops_ : at->stops_before;
}

Axis::Axis(const Store& store, AxisMode mode, const SharedClock* shared)
    : store_(&store), shared_(mode == AxisMode::clock ? shared : nullptr), mode_(mode) {
    if (mode != AxisMode::clock || store.stops().empty()) return;
    const double all = seconds(store.time_at(store.event_count()));
    stop_ = shared_ != nullptr ? shared_->room_of_stop()
                               : room_each(all, static_cast<double>(store.stops().size()));
}

// The stops that have room before an event of that time.
double Axis::stops_before(EventIndex event, std::int64_t time_ns) const {
    const auto& stops = store_->stops();
    const auto rank = static_cast<double>(rank_of(stops, event, store_->event_count()));
    if (shared_ == nullptr) return rank;
    const auto first = std::partition_point(
        stops.begin(), stops.end(), [&](EventIndex stop) { return store_->time_at(stop + 1) < time_ns; });
    return shared_->stops_before(time_ns) + std::max(rank - static_cast<double>(first - stops.begin()), 0.0);
}

double Axis::position(EventIndex event) const {
    if (mode_ == AxisMode::logical)
        return static_cast<double>(rank_of(store_->stops(), event, store_->event_count()));
    const std::int64_t time_ns = store_->time_at(event + 1);
    return seconds(time_ns) + stop_ * stops_before(event, time_ns);
}

double Axis::end() const {
    if (mode_ == AxisMode::logical) return static_cast<double>(store_->stops().size());
    const std::int64_t time_ns = store_->time_at(store_->event_count());
    return seconds(time_ns) + stop_ * stops_before(store_->event_count(), time_ns);
}

double Axis::cursor(EventIndex count) const {
    if (count == 0) return 0;
    if (mode_ == AxisMode::logical) return position(count);
    const std::int64_t time_ns = store_->time_at(count);
    return seconds(time_ns) + stop_ * stops_before(count, time_ns);
}

double Axis::position_of_time(double time) const {
    const std::int64_t time_ns = std::llround(time * 1e9);
    if (shared_ != nullptr) return time + stop_ * shared_->stops_before(time_ns);
    const EventIndex event = store_->first_at_time(time_ns);
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
