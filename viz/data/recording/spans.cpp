#include "viz/data/recording/spans.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ReadyReason;

std::span<const Span> Lanes::spans_before(trace::ObjectId task, EventIndex event) const {
    const std::uint32_t lane = lane_of(task);
    if (lane == 0) return {};
    const std::span<const Span> all = spans_of(lanes[lane]);
    const auto after =
        std::partition_point(all.begin(), all.end(), [&](const Span& span) { return span.begin < event; });
    return all.first(static_cast<std::size_t>(after - all.begin()));
}

LaneBuilder::LaneBuilder() {
    result_.lanes.emplace_back();
    open_.emplace_back();
}

void LaneBuilder::open(std::uint32_t lane, SpanState state, EventIndex index, trace::ObjectId about,
                       trace::LocationId loc) {
    close(lane, index);
    open_[lane] = {{.begin = index, .end = index, .about = about, .loc = loc, .state = state}, true};
}

void LaneBuilder::close(std::uint32_t lane, EventIndex index) {
    Open& current = open_[lane];
    if (!current.is_open) return;
    current.is_open = false;
    current.span.end = index;
    closed_.push_back(current.span);
    owners_.push_back(lane);
}

void LaneBuilder::see(const Event& event, EventIndex index, const trace::ObjectIndex& objects) {
    if (event.kind == EventKind::create && is_task(objects, event.a) && !objects[event.a].internal)
        add_lane(event, index);
    see_task_event(event, index);
    see_loop_event(event, index);
}

void LaneBuilder::add_lane(const Event& event, EventIndex index) {
    const auto lane = static_cast<std::uint32_t>(result_.lanes.size());
    if (event.a >= result_.lane_of_object.size()) result_.lane_of_object.resize(event.a + std::size_t{1});
    result_.lane_of_object[event.a] = lane;
    result_.lanes.push_back({.task = event.a, .begin = index});
    open_.emplace_back();
    open(lane, SpanState::ready, index);
    result_.arrows.push_back({index, index, running_lane(), lane, ArrowKind::create});
}

void LaneBuilder::see_task_event(const Event& event, EventIndex index) {
    const std::uint32_t lane = result_.lane_of(event.a);
    switch (event.kind) {
        case EventKind::ready: wake(event, index); break;
        case EventKind::step: begin_step(lane, event, index); break;
        case EventKind::yield:
            end_step(index);
            if (lane != 0) open(lane, SpanState::ready, index, 0, event.loc);
            break;
        case EventKind::await:
            end_step(index);
            if (lane != 0) open(lane, SpanState::suspended, index, event.b, event.loc);
            break;
        case EventKind::task_return: end_lane(event, index, LaneEnd::returned); break;
        case EventKind::task_raise: end_lane(event, index, LaneEnd::failed); break;
        case EventKind::task_cancelled: end_lane(event, index, LaneEnd::cancelled); break;
        case EventKind::drop: destroy(event, index); break;
        case EventKind::resolve: remember_done(event.a, {running_lane(), index}); break;
        case EventKind::cancel: cancel(event, index); break;
        case EventKind::cancel_end:
            if (!cancels_.empty()) cancels_.pop_back();
            break;
        default: break;
    }
}

void LaneBuilder::see_loop_event(const Event& event, EventIndex index) {
    switch (event.kind) {
        case EventKind::call: begin_step(0, event, index); break;
        case EventKind::call_end: end_step(index); break;
        case EventKind::select: open(0, SpanState::selecting, index); break;
        case EventKind::turn: close(0, index); break;
        case EventKind::clock: block(event, index); break;
        default: break;
    }
}

// What runs without a lane of its own (a callback, a task of asyncio's own) is drawn in the loop's.
void LaneBuilder::begin_step(std::uint32_t lane, const Event& event, EventIndex index) {
    running_.push_back(lane);
    if (lane != 0) return open(lane, SpanState::running, index);
    calls_.push_back(
        {.begin = index, .end = index, .about = event.a, .loc = event.loc, .state = SpanState::call});
}

void LaneBuilder::end_step(EventIndex index) {
    if (running_.empty()) return;
    const bool in_loop_lane = running_.back() == 0;
    running_.pop_back();
    if (!in_loop_lane || calls_.empty()) return;
    calls_.back().end = index;
    closed_.push_back(calls_.back());
    owners_.push_back(0);
    calls_.pop_back();
}

// Only the program's own line keeps the loop's thread; without one the clock went on for another thread.
void LaneBuilder::block(const Event& event, EventIndex index) {
    if (event.loc == 0 || running_.empty()) return;
    const trace::ObjectId by = running_.back() != 0 ? result_.lanes[running_.back()].task
                               : calls_.empty()     ? 0
                                                    : calls_.back().about;
    closed_.push_back({.begin = index == 0 ? 0 : index - 1,
                       .end = index + 1,
                       .about = by,
                       .loc = event.loc,
                       .state = SpanState::blocked});
    owners_.push_back(0);
}

void LaneBuilder::end_lane(const Event& event, EventIndex index, LaneEnd how) {
    end_step(index);
    const std::uint32_t lane = result_.lane_of(event.a);
    if (lane == 0) return;
    close(lane, index);
    result_.lanes[lane].end = index;
    result_.lanes[lane].how = how;
    remember_done(event.a, {lane, index});
}

void LaneBuilder::destroy(const Event& event, EventIndex index) {
    const std::uint32_t lane = result_.lane_of(event.a);
    if (lane == 0 || result_.lanes[lane].how != LaneEnd::open) return;
    close(lane, index);
    result_.lanes[lane].end = index;
    result_.lanes[lane].how = LaneEnd::destroyed;
}

void LaneBuilder::remember_done(trace::ObjectId id, Place place) {
    if (id == 0 || id > place.event + std::size_t{1024}) return;
    if (id >= done_.size()) done_.resize(id + std::size_t{1});
    done_[id] = place;
}

void LaneBuilder::wake(const Event& event, EventIndex index) {
    const std::uint32_t lane = result_.lane_of(event.a);
    const auto reason = static_cast<ReadyReason>(event.flags);
    if (reason == ReadyReason::created) return;  // its lane began as ready
    Place from{running_lane(), index};
    if (event.b != 0 && event.b < done_.size() && done_[event.b].event != 0) from = done_[event.b];
    if (reason == ReadyReason::timer || reason == ReadyReason::io) from = {0, index};
    if (from.lane != lane) result_.arrows.push_back({from.event, index, from.lane, lane, ArrowKind::wake});
    if (lane != 0) open(lane, SpanState::ready, index);
}

void LaneBuilder::cancel(const Event& event, EventIndex index) {
    const std::uint32_t to = result_.lane_of(event.a);
    // A request that is passed on comes from the nearest task that got it.
    std::uint32_t from = running_lane();
    for (const trace::ObjectId target : cancels_) {
        if (const std::uint32_t lane = result_.lane_of(target); lane != 0) from = lane;
    }
    cancels_.push_back(event.a);
    const bool in_vain = (event.flags & trace::kAlreadyDone) != 0;
    if (to != 0 && to != from && !in_vain)
        result_.arrows.push_back({index, index, from, to, ArrowKind::cancel});
}

Lanes LaneBuilder::finish(EventIndex event_count) {
    for (std::uint32_t lane = 0; lane < open_.size(); ++lane) close(lane, event_count);
    for (Span& call : calls_) {
        call.end = event_count;
        closed_.push_back(call);
        owners_.push_back(0);
    }
    for (Lane& lane : result_.lanes) {
        if (lane.how == LaneEnd::open) lane.end = event_count;
    }
    // Counting sort by lane: within a lane the order of closing stays.
    for (const std::uint32_t lane : owners_) ++result_.lanes[lane].span_count;
    std::uint32_t next = 0;
    std::vector<std::uint32_t> place(result_.lanes.size());
    for (std::size_t i = 0; i < place.size(); ++i) {
        place[i] = result_.lanes[i].first_span = next;
        next += result_.lanes[i].span_count;
    }
    result_.spans.resize(closed_.size());
    for (std::size_t i = 0; i < closed_.size(); ++i) result_.spans[place[owners_[i]]++] = closed_[i];
    // Nested callbacks close before the one around them, and so does what blocks inside of one. What blocks
    // as long as its callback takes stands before it.
    const auto loop_end = result_.spans.begin() + result_.lanes[0].span_count;
    std::sort(result_.spans.begin(), loop_end, [](const Span& a, const Span& b) {
        return std::tuple(a.begin, b.end, a.state) < std::tuple(b.begin, a.end, b.state);
    });
    return std::move(result_);
}

}  // namespace loopscope::viz
