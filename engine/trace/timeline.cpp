#include "engine/trace/timeline.h"

#include <algorithm>

namespace loopscope::trace {

namespace {

// A step back replays at most this much in an ordinary recording: well under a millisecond.
constexpr EventIndex kSpacing = 8192;
// States near the one last asked for, kept where checkpoints lie further apart.
constexpr EventIndex kNeighbourGap = 2048;
constexpr std::size_t kNeighbours = 64;
constexpr std::size_t kLeastBudget = std::size_t{64} << 20;
// A copy of so many bytes costs about as much as replaying an event.
constexpr std::size_t kBytesAnEvent = 32;
constexpr EventIndex kSlice = 100'000;

const LoopState* last_before(const std::vector<LoopState>& states, EventIndex count) {
    const auto after =
        std::upper_bound(states.begin(), states.end(), count,
                         [](EventIndex wanted, const LoopState& s) { return wanted < s.applied; });
    return after == states.begin() ? nullptr : &*(after - 1);
}

}  // namespace

Timeline::Timeline(const Recording& recording, std::size_t budget_bytes)
    : recording_(&recording), budget_bytes_(budget_bytes), spacing_(kSpacing), checkpoints_(1) {}

std::size_t Timeline::budget() const {
    if (budget_bytes_ != 0) return budget_bytes_;
    return std::max(kLeastBudget, recording_->events.size() * sizeof(Event));
}

const LoopState& Timeline::at(EventIndex count) {
    count = static_cast<EventIndex>(std::min<std::size_t>(count, recording_->events.size()));
    start_from(count);
    replay_to(count, true);
    return current_;
}

bool Timeline::index_all(const std::function<bool(double)>& progress) {
    const auto total = static_cast<EventIndex>(recording_->events.size());
    EventIndex done = checkpoints_.back().applied;
    while (done < total) {
        done = std::min(total, done + kSlice);
        start_from(done);
        replay_to(done, false);
        if (progress && !progress(static_cast<double>(done) / static_cast<double>(total))) return false;
    }
    return true;
}

// Makes the current state the nearest known one that is not after `count`.
void Timeline::start_from(EventIndex count) {
    const LoopState* best = last_before(checkpoints_, count);
    if (const LoopState* near = last_before(neighbours_, count); near && near->applied >= best->applied)
        best = near;
    if (current_.applied <= count && current_.applied >= best->applied) return;
    current_ = *best;
}

void Timeline::replay_to(EventIndex count, bool keep_neighbours) {
    while (current_.applied < count) {
        current_.apply(*recording_, current_.applied);
        if (current_.applied % kNeighbourGap != 0) continue;
        extend();
        if (keep_neighbours) keep_neighbour(count);
    }
}

// Adds a checkpoint if one is due.
void Timeline::extend() {
    const LoopState& last = checkpoints_.back();
    if (current_.applied <= last.applied) return;
    const std::size_t since = current_.applied - last.applied;
    const std::size_t own = current_.own_bytes();
    if (since < std::max<std::size_t>(spacing_, own / kBytesAnEvent)) return;
    checkpoint_bytes_ += own + current_.unshared_bytes();
    checkpoints_.push_back(current_);
    if (checkpoint_bytes_ > budget() && checkpoints_.size() > 8) thin_out();
}

// Drops every second checkpoint.
void Timeline::thin_out() {
    std::vector<LoopState> kept;
    for (std::size_t i = 0; i < checkpoints_.size(); i += 2) kept.push_back(std::move(checkpoints_[i]));
    checkpoints_ = std::move(kept);
    checkpoint_bytes_ /= 2;
    spacing_ *= 2;
}

// On the way to `count`, remembers some states before it: the next request is often one step back.
void Timeline::keep_neighbour(EventIndex count) {
    const auto gap = std::max<std::size_t>(kNeighbourGap, current_.own_bytes() / kBytesAnEvent);
    if (gap * 2 > spacing_ || count - current_.applied > gap * kNeighbours) return;
    if (!neighbours_.empty() && neighbours_.back().applied >= current_.applied) {
        if (last_before(neighbours_, current_.applied)) return;
        neighbours_.clear();
    }
    if (!neighbours_.empty() && current_.applied - neighbours_.back().applied < gap) return;
    if (neighbours_.size() == kNeighbours)
        neighbours_.erase(neighbours_.begin(), neighbours_.begin() + kNeighbours / 2);
    neighbours_.push_back(current_);
}

}  // namespace loopscope::trace
