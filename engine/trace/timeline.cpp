#include "engine/trace/timeline.h"

#include <algorithm>

namespace loopscope::trace {

namespace {

// A step back replays at most this much in an ordinary recording: well under a millisecond.
constexpr EventIndex kSpacing = 8192;
// Reading so many bytes of a checkpoint costs about as much as replaying an event.
constexpr std::size_t kBytesAnEvent = 32;
// Whole states near the one last asked for: the next request is often one step back. Each costs a copy of
// what changes after it.
constexpr EventIndex kNeighbourGap = 1024;
constexpr std::size_t kNeighbours = 4;
constexpr EventIndex kFarApart = 32'768;
constexpr std::size_t kLeastBudget = std::size_t{64} << 20;
constexpr EventIndex kSlice = 100'000;

}  // namespace

Timeline::Timeline(const Recording& recording, std::size_t budget_bytes)
    : recording_(&recording), budget_bytes_(budget_bytes), spacing_(kSpacing), checkpoints_(1) {}

std::size_t Timeline::budget() const {
    if (budget_bytes_ != 0) return budget_bytes_;
    return std::max(kLeastBudget, recording_->events.size() * sizeof(Event));
}

std::size_t Timeline::bytes() const {
    const auto taken = [](const LoopState& state) { return state.own_bytes() + state.unshared_bytes(); };
    std::size_t bytes = checkpoint_bytes_ + checkpoints_.capacity() * sizeof(Checkpoint) + taken(current_);
    for (const LoopState& each : neighbours_) bytes += taken(each);
    return bytes;
}

const LoopState& Timeline::at(EventIndex count) {
    count = static_cast<EventIndex>(std::min<std::size_t>(count, recording_->events.size()));
    start_from(count);
    const EventIndex near = kNeighbours * kNeighbourGap;
    replay_to(count - std::min(count, near));
    while (current_.applied < count) {
        replay_to(std::min(count, current_.applied + kNeighbourGap - current_.applied % kNeighbourGap));
        if (current_.applied % kNeighbourGap == 0) keep_neighbour();
    }
    return current_;
}

bool Timeline::index_all(const std::function<bool(double)>& progress) {
    const auto total = static_cast<EventIndex>(recording_->events.size());
    EventIndex done = checkpoints_.back().applied;
    while (done < total) {
        done = std::min(total, done + kSlice);
        start_from(done);
        replay_to(done);
        if (progress && !progress(static_cast<double>(done) / static_cast<double>(total))) return false;
    }
    return true;
}

// Makes the current state the nearest known one that is not after `count`.
void Timeline::start_from(EventIndex count) {
    const auto checkpoint =
        std::upper_bound(checkpoints_.begin(), checkpoints_.end(), count,
                         [](EventIndex c, const Checkpoint& p) { return c < p.applied; }) -
        1;
    const auto neighbour = std::upper_bound(neighbours_.begin(), neighbours_.end(), count,
                                            [](EventIndex c, const LoopState& s) { return c < s.applied; });
    EventIndex best = checkpoint->applied;
    const bool is_near = neighbour != neighbours_.begin() && (neighbour - 1)->applied >= best;
    if (is_near) best = (neighbour - 1)->applied;
    const std::size_t load = is_near ? 0 : checkpoint->bytes / kBytesAnEvent;
    if (current_.applied <= count && count - current_.applied <= count - best + load) return;
    if (is_near)
        current_ = *(neighbour - 1);
    else
        load_checkpoint(*checkpoint);
}

void Timeline::replay_to(EventIndex count) {
    while (current_.applied < count) {
        current_.apply(*recording_, current_.applied);
        if (current_.applied % kNeighbourGap == 0) add_checkpoint_if_due();
    }
}

void Timeline::add_checkpoint_if_due() {
    const EventIndex last = checkpoints_.back().applied;
    if (current_.applied <= last) return;
    const std::size_t least = std::max(current_.own_bytes(), packed_size_) / kBytesAnEvent;
    if (current_.applied - last < std::max<std::size_t>(spacing_, least)) return;
    checkpoints_.push_back(packed_size_ == 0 ? copied() : packed(current_));
    checkpoint_bytes_ += checkpoints_.back().bytes;
    if (checkpoint_bytes_ > budget()) make_room();
}

Timeline::Checkpoint Timeline::copied() const {
    return {current_.applied, current_.own_bytes() + current_.unshared_bytes(), current_};
}

Timeline::Checkpoint Timeline::packed(const LoopState& state) {
    PackedState packed(state);
    packed_size_ = packed.bytes();
    return {state.applied, packed_size_, std::move(packed)};
}

// Packing and unpacking take time, too: only where copies would lie far apart. Once begun, it goes on.
void Timeline::make_room() {
    if (spacing_ >= kFarApart) pack_all();
    constexpr std::size_t kFew = 8;
    if (checkpoint_bytes_ > budget() && checkpoints_.size() > kFew) drop_every_second();
}

void Timeline::pack_all() {
    spacing_ = kSpacing;  // of those to come: they take a tenth
    for (Checkpoint& each : checkpoints_) {
        const auto* copy = std::get_if<LoopState>(&each.state);
        if (!copy) continue;
        checkpoint_bytes_ -= each.bytes;
        each = packed(*copy);
        checkpoint_bytes_ += each.bytes;
    }
}

void Timeline::drop_every_second() {
    std::vector<Checkpoint> kept;
    checkpoint_bytes_ = 0;
    for (std::size_t i = 0; i < checkpoints_.size(); i += 2) {
        checkpoint_bytes_ += checkpoints_[i].bytes;
        kept.push_back(std::move(checkpoints_[i]));
    }
    checkpoints_ = std::move(kept);
    spacing_ *= 2;
}

void Timeline::load_checkpoint(const Checkpoint& checkpoint) {
    neighbours_.clear();  // they share pages with the current state, whose memory can be used again
    const auto* copy = std::get_if<LoopState>(&checkpoint.state);
    current_ = copy ? *copy : std::get<PackedState>(checkpoint.state).unpack(std::move(current_));
}

void Timeline::keep_neighbour() {
    const EventIndex at = current_.applied;
    if (!neighbours_.empty() && at <= neighbours_.back().applied) {
        if (at >= neighbours_.front().applied) return;
        neighbours_.clear();
    }
    if (neighbours_.size() == kNeighbours) neighbours_.pop_front();
    neighbours_.push_back(current_);
}

}  // namespace loopscope::trace
