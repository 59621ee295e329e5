#include "viz/data/recording/side_lanes.h"

#include "viz/data/recording/warning_text.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectKind;

namespace {

// A span that has begun and not ended.
bool is_open(const SideLane& lane) { return !lane.spans.empty() && lane.spans.back().end == trace::kNever; }

}  // namespace

SideLane* SideLaneBuilder::lane_of(trace::ObjectId object, SideKind kind) {
    if (object >= lane_of_object_.size()) lane_of_object_.resize(object + std::size_t{1});
    std::uint32_t& number = lane_of_object_[object];
    if (number == 0) {
        lanes_.push_back({.object = object, .kind = kind});
        number = static_cast<std::uint32_t>(lanes_.size());
    }
    return &lanes_[number - 1];
}

// A recording has a thread for each call that an executor runs; the name is that of the real one.
SideLane& SideLaneBuilder::lane_of_thread(trace::ObjectId thread, const trace::ObjectIndex& objects) {
    const bool known = thread < lane_of_object_.size() && lane_of_object_[thread] != 0;
    const auto free =
        known || !objects.knows(thread) ? free_threads_.end() : free_threads_.find(objects[thread].name);
    if (free == free_threads_.end()) return *lane_of(thread, SideKind::thread);
    if (thread >= lane_of_object_.size()) lane_of_object_.resize(thread + std::size_t{1});
    lane_of_object_[thread] = free->second;
    free_threads_.erase(free);
    return lanes_[lane_of_object_[thread] - 1];
}

void SideLaneBuilder::change(SideLane& lane, EventIndex index, SideState state, std::uint32_t level) {
    stop(lane, index);
    lane.spans.push_back({index, trace::kNever, state, level});
}

void SideLaneBuilder::stop(SideLane& lane, EventIndex index) {
    if (is_open(lane)) lane.spans.back().end = index;
}

void SideLaneBuilder::see(const Event& event, EventIndex index, const trace::Recording& recording,
                          const trace::ObjectIndex& objects) {
    switch (event.kind) {
        case EventKind::step:
        case EventKind::call:
            begun_ = index;
            running_ = event.kind == EventKind::step ? event.a : 0;
            return;
        case EventKind::yield:
        case EventKind::await:
        case EventKind::task_return:
        case EventKind::task_raise:
        case EventKind::task_cancelled:
        case EventKind::call_end:
        case EventKind::turn: running_ = 0; return;
        case EventKind::warning:
            if (const std::string_view function =
                    never_awaited(trace::parse_warning(recording.string(event.text)));
                !function.empty())
                see_unbegun(function, index);
            return;
        case EventKind::thread_run: return change(lane_of_thread(event.a, objects), index, SideState::runs);
        case EventKind::thread_wait:
            return change(lane_of_thread(event.a, objects), index, SideState::blocked);
        case EventKind::drop:
            if (event.a < lane_of_object_.size() && lane_of_object_[event.a] != 0) {
                const std::uint32_t number = lane_of_object_[event.a];
                stop(lanes_[number - 1], index);
                if (lanes_[number - 1].kind == SideKind::thread && objects.knows(event.a))
                    free_threads_[objects[event.a].name] = number;
            }
            return;
        case EventKind::timer:
        case EventKind::timer_cancel:
        case EventKind::ready: return see_timer(event, index);
        case EventKind::create:
        case EventKind::process_exit:
            see_process(event, index, objects);
            return see_stream(event, index, objects);
        default: return see_stream(event, index, objects);
    }
}

// All of one function share a lane.
void SideLaneBuilder::see_unbegun(std::string_view function, EventIndex index) {
    auto lane = std::find_if(coroutines_.begin(), coroutines_.end(),
                             [&](const SideLane& each) { return each.name == function; });
    if (lane == coroutines_.end()) {
        coroutines_.push_back({.kind = SideKind::coroutine, .name = std::string(function)});
        lane = std::prev(coroutines_.end());
    }
    const EventIndex before = lane->spans.empty() ? 0 : lane->spans.back().end;
    lane->spans.push_back({std::max(begun_, before), index, SideState::unbegun, 0});
    lane->marks.push_back({index, SideSign::gone, 0});
}

void SideLaneBuilder::see_timer(const Event& event, EventIndex index) {
    if (event.kind == EventKind::ready) {
        if (static_cast<trace::ReadyReason>(event.flags) != trace::ReadyReason::timer) return;
        timers_.marks.push_back({index, SideSign::fired, 0});
    }
    if (event.kind == EventKind::timer) {
        ++set_;
    } else if (set_ > 0) {
        --set_;
    }
    timers_.most = std::max(timers_.most, set_);
    if (set_ == 0) return stop(timers_, index);
    change(timers_, index, SideState::set, set_);
}

// asyncio's own tasks are nobody.
void SideLaneBuilder::note_task(SideLane& lane, trace::ObjectId task, EventIndex index,
                                const trace::ObjectIndex& objects) {
    if (lane.task != 0 || task == 0 || !objects.knows(task) || objects[task].internal) return;
    lane.task = task;
    lane.task_known = index;
}

void SideLaneBuilder::see_process(const Event& event, EventIndex index, const trace::ObjectIndex& objects) {
    if (!objects.knows(event.a) || objects[event.a].kind != ObjectKind::process) return;
    SideLane& lane = *lane_of(event.a, SideKind::process);
    if (event.kind == EventKind::create) {
        note_task(lane, objects[event.a].creator, index, objects);
        return change(lane, index, SideState::lives);
    }
    stop(lane, index);
    lane.marks.push_back({index, SideSign::exited, event.value});
}

void SideLaneBuilder::see_stream(const Event& event, EventIndex index, const trace::ObjectIndex& objects) {
    const bool stream = (event.kind >= EventKind::stream_write && event.kind <= EventKind::stream_lost) ||
                        event.kind == EventKind::stream_wait;
    const bool made = event.kind == EventKind::create && objects.knows(event.a) &&
                      objects[event.a].kind == ObjectKind::transport;
    if (made) {
        SideLane& lane = *lane_of(event.a, SideKind::stream);
        note_task(lane, objects[event.a].creator, index, objects);
        return change(lane, index, SideState::open);
    }
    // What is closed by that name may be a server, which has no bytes.
    if (!stream || !objects.knows(event.a) || objects[event.a].kind == ObjectKind::server) return;
    SideLane& lane = *lane_of(event.a, SideKind::stream);
    const bool writes = event.kind == EventKind::stream_write;
    const bool waits = event.kind == EventKind::stream_wait && (event.flags & trace::kRead) != 0;
    if (event.kind == EventKind::stream_read || waits) note_task(lane, running_, index, objects);
    if (writes && lane.writer == 0 && running_ != 0 && !objects[running_].internal) {
        lane.writer = running_;
        lane.written = index;
    }
    switch (event.kind) {
        case EventKind::stream_write: lane.marks.push_back({index, SideSign::written, event.value}); break;
        case EventKind::stream_receive: lane.marks.push_back({index, SideSign::received, event.value}); break;
        case EventKind::stream_read: lane.marks.push_back({index, SideSign::read, event.value}); break;
        case EventKind::stream_eof: lane.marks.push_back({index, SideSign::end, 0}); break;
        case EventKind::stream_pause: change(lane, index, SideState::paused); break;
        case EventKind::stream_resume: change(lane, index, SideState::open); break;
        case EventKind::stream_lost: stop(lane, index); break;
        default: break;
    }
}

std::vector<SideLane> SideLaneBuilder::finish(EventIndex event_count) {
    if (!timers_.spans.empty()) lanes_.push_back(std::move(timers_));
    for (SideLane& lane : lanes_) {
        stop(lane, event_count);
        if (lane.task == 0 && lane.writer != 0)
            std::tie(lane.task, lane.task_known) = std::tie(lane.writer, lane.written);
    }
    std::move(lanes_.begin(), lanes_.end(), std::back_inserter(coroutines_));
    return std::move(coroutines_);
}

}  // namespace loopscope::viz
