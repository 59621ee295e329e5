#include "viz/data/recording/flame.h"

#include <algorithm>
#include <utility>

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

const StackSpan* Flames::left_unsuspended(EventIndex event) const {
    const auto found = std::partition_point(unsuspended_.begin(), unsuspended_.end(),
                                            [&](const StackSpan& span) { return span.end < event; });
    return found != unsuspended_.end() && found->end == event ? &*found : nullptr;
}

bool FlameBuilder::see(const trace::Event& event, EventIndex index, std::uint32_t lane) {
    if (lane == 0) return false;
    switch (event.kind) {
        case EventKind::enter: {
            if (lane >= stacks_.size()) stacks_.resize(lane + std::size_t{1});
            auto& open = stacks_[lane].open;
            const auto depth = static_cast<std::uint32_t>(open.size());
            open.push_back({index, index, event.text, event.loc, depth});
            return false;
        }
        case EventKind::await:
        case EventKind::yield:
            if (lane < stacks_.size()) stacks_[lane].suspended = index;
            return false;
        case EventKind::leave: {
            const std::size_t before = unsuspended_.size();
            if (lane < stacks_.size() && !stacks_[lane].open.empty()) {
                StackSpan& span = stacks_[lane].open.back();
                const EventIndex last = stacks_[lane].suspended;
                span.suspended = last != trace::kNever && last > span.begin;
                if (!span.suspended && span.depth > 0) {
                    unsuspended_.push_back(span);
                    unsuspended_.back().end = index;
                }
            }
            close(lane, index);
            return unsuspended_.size() != before;
        }
        case EventKind::task_return:
        case EventKind::task_raise:
        case EventKind::task_cancelled:
            while (lane < stacks_.size() && !stacks_[lane].open.empty()) close(lane, index);
            return false;
        default: return false;
    }
}

void FlameBuilder::close(std::uint32_t lane, EventIndex index) {
    if (lane >= stacks_.size() || stacks_[lane].open.empty()) return;
    StackSpan span = stacks_[lane].open.back();
    stacks_[lane].open.pop_back();
    span.end = index;
    if (span.depth > 0) done_.emplace_back(lane, span);
}

Flames FlameBuilder::finish(EventIndex event_count) {
    for (std::uint32_t lane = 0; lane < stacks_.size(); ++lane) {
        while (!stacks_[lane].open.empty()) close(lane, event_count);
    }
    std::sort(done_.begin(), done_.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.begin < b.second.begin;
    });
    Flames flames;
    flames.unsuspended_ = std::move(unsuspended_);
    flames.ranges_.resize(stacks_.size());
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
