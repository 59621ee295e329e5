#include "viz/data/flame.h"

#include <algorithm>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;

std::span<const StackSpan> Flames::of(std::uint32_t lane) const {
    if (lane >= ranges_.size()) return {};
    return std::span(spans_).subspan(ranges_[lane].first, ranges_[lane].count);
}

std::uint32_t Flames::depth_of(std::uint32_t lane) const {
    return lane < ranges_.size() ? ranges_[lane].depth : 0;
}

void FlameBuilder::see(const trace::Event& event, EventIndex index, std::uint32_t lane) {
    if (lane == 0) return;
    switch (event.kind) {
        case EventKind::enter: {
            if (lane >= open_.size()) open_.resize(lane + std::size_t{1});
            const auto depth = static_cast<std::uint32_t>(open_[lane].size());
            open_[lane].push_back({index, index, event.text, event.loc, depth});
            return;
        }
        case EventKind::leave: return close(lane, index);
        case EventKind::task_return:
        case EventKind::task_raise:
        case EventKind::task_cancelled:
            while (lane < open_.size() && !open_[lane].empty()) close(lane, index);
            return;
        default: return;
    }
}

void FlameBuilder::close(std::uint32_t lane, EventIndex index) {
    if (lane >= open_.size() || open_[lane].empty()) return;
    StackSpan span = open_[lane].back();
    open_[lane].pop_back();
    span.end = index;
    if (span.depth > 0) done_.emplace_back(lane, span);
}

Flames FlameBuilder::finish(EventIndex event_count) {
    for (std::uint32_t lane = 0; lane < open_.size(); ++lane) {
        while (!open_[lane].empty()) close(lane, event_count);
    }
    std::sort(done_.begin(), done_.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.begin < b.second.begin;
    });
    Flames flames;
    flames.ranges_.resize(open_.size());
    flames.spans_.reserve(done_.size());
    for (const auto& [lane, span] : done_) {
        Flames::Range& range = flames.ranges_[lane];
        if (range.count++ == 0) range.first = flames.spans_.size();
        range.depth = std::max(range.depth, span.depth);
        flames.spans_.push_back(span);
    }
    return flames;
}

}  // namespace loopscope::viz
