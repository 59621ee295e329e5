#include "viz/data/recording/primitive_lanes.h"

#include <algorithm>
#include <string_view>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;

namespace {

PrimitiveRange range_of(const PrimitiveSpan& span) { return {span.level, span.level, span.waiting}; }

std::int32_t level_within(std::int64_t value) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, 0, 1'000'000'000));
}

}  // namespace

void PrimitiveRange::add(const PrimitiveRange& other) {
    lowest = std::min(lowest, other.lowest);
    highest = std::max(highest, other.highest);
    waiting = std::max(waiting, other.waiting);
}

PrimitiveRange PrimitiveLane::range(std::size_t first, std::size_t last) const {
    PrimitiveRange result = range_of(spans[first]);
    for (std::size_t i = first + 1; i < last;) {
        if (i % kBlock == 0 && i + kBlock <= last) {
            result.add(blocks[i / kBlock]);
            i += kBlock;
        } else {
            result.add(range_of(spans[i++]));
        }
    }
    return result;
}

const PrimitiveSpan* PrimitiveLane::at(EventIndex count) const {
    const auto span = std::partition_point(spans.begin(), spans.end(),
                                           [&](const PrimitiveSpan& each) { return each.end < count; });
    return span == spans.end() || span->begin >= count ? nullptr : &*span;
}

PrimitiveLane* PrimitiveLaneBuilder::lane_of(ObjectId object) {
    if (object >= lane_of_object_.size() || lane_of_object_[object] == 0) return nullptr;
    return &lanes_[lane_of_object_[object] - 1];
}

// The span from this event on, as the one before at first.
PrimitiveSpan& PrimitiveLaneBuilder::change(PrimitiveLane& lane, EventIndex index) {
    if (lane.spans.back().begin == index) return lane.spans.back();
    PrimitiveSpan next = lane.spans.back();
    lane.spans.back().end = index;
    next.begin = index;
    lane.spans.push_back(next);
    return lane.spans.back();
}

void PrimitiveLaneBuilder::create(const trace::Event& event, EventIndex index) {
    const auto kind = static_cast<ObjectKind>(std::min<std::uint32_t>(event.c, trace::kLastObjectKind));
    if (!trace::is_primitive(kind) || (event.flags & trace::kInternal) != 0) return;
    if (event.a >= lane_of_object_.size()) lane_of_object_.resize(event.a + std::size_t{1});
    const bool limited =
        kind == ObjectKind::semaphore || kind == ObjectKind::queue || kind == ObjectKind::barrier;
    PrimitiveLane lane{.object = event.a, .kind = kind};
    if (limited) lane.most = std::max(level_within(event.value), 1);
    const std::int32_t level = kind == ObjectKind::semaphore ? level_within(event.value) : 0;
    lane.spans.push_back({index, trace::kNever, level, 0, 0});
    lanes_.push_back(std::move(lane));
    lane_of_object_[event.a] = static_cast<std::uint32_t>(lanes_.size());
}

void PrimitiveLaneBuilder::state(const trace::Event& event, EventIndex index, std::string_view word) {
    PrimitiveLane* lane = lane_of(event.a);
    // Of a queue these are its unfinished tasks; its items are counted.
    if (lane == nullptr || lane->kind == ObjectKind::queue || lane->kind == ObjectKind::condition) return;
    PrimitiveSpan& span = change(*lane, index);
    const bool counts = lane->kind == ObjectKind::semaphore || lane->kind == ObjectKind::barrier;
    span.level = counts ? level_within(event.value) : word == "locked" || word == "set" ? 1 : 0;
    span.holder = lane->kind == ObjectKind::lock && span.level == 1 ? event.b : 0;
    lane->most = std::max(lane->most, span.level);
}

void PrimitiveLaneBuilder::add_items(ObjectId queue, EventIndex index, std::int32_t by) {
    PrimitiveLane* lane = lane_of(queue);
    if (lane == nullptr) return;
    PrimitiveSpan& span = change(*lane, index);
    span.level = std::max(span.level + by, 0);
    lane->most = std::max(lane->most, span.level);
}

// In the line of nothing: 0.
void PrimitiveLaneBuilder::wait(ObjectId task, ObjectId primitive, EventIndex index) {
    if (task >= waits_for_.size()) {
        if (primitive == 0) return;
        waits_for_.resize(task + std::size_t{1});
    }
    if (waits_for_[task] == primitive) return;
    if (PrimitiveLane* left = lane_of(waits_for_[task])) --change(*left, index).waiting;
    if (PrimitiveLane* lane = lane_of(primitive)) {
        const std::uint32_t waiting = ++change(*lane, index).waiting;
        lane->most_waiting = std::max(lane->most_waiting, waiting);
    }
    waits_for_[task] = primitive;
}

void PrimitiveLaneBuilder::see(const trace::Event& event, EventIndex index, const trace::Recording& recording,
                               const trace::ObjectIndex& objects) {
    switch (event.kind) {
        case EventKind::create: return create(event, index);
        case EventKind::state: return state(event, index, recording.string(event.text));
        case EventKind::queue_put: return add_items(event.a, index, 1);
        case EventKind::queue_get: return add_items(event.a, index, -1);
        case EventKind::step: return wait(event.a, 0, index);
        case EventKind::await: {
            const ObjectId primitive = objects.knows(event.b) ? objects[event.b].parent : 0;
            return wait(event.a, lane_of(primitive) != nullptr ? primitive : 0, index);
        }
        default: return;
    }
}

std::vector<PrimitiveLane> PrimitiveLaneBuilder::finish(EventIndex event_count) {
    for (PrimitiveLane& lane : lanes_) {
        lane.spans.back().end = event_count;
        for (std::size_t i = 0; i < lane.spans.size(); ++i) {
            const PrimitiveRange range = range_of(lane.spans[i]);
            if (i % PrimitiveLane::kBlock == 0) lane.blocks.push_back(range);
            lane.blocks.back().add(range);
        }
    }
    return std::move(lanes_);
}

}  // namespace loopscope::viz
