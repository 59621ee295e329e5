// What goes on beside the tasks: coroutines that never began, each thread with its turns, each child process,
// each connection with its bytes, and how many timers are set.
#pragma once

#include "viz/data/recording/labels.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loopscope::viz {

enum class SideKind : std::uint8_t { timers, thread, process, stream, coroutine };
enum class SideState : std::uint8_t {
    set,      // of timers: `level` of them
    runs,     // a thread has its turn
    blocked,  // ... waits for something
    lives,    // a child process
    open,     // a connection
    paused,   // ... that must not read or write now
    unbegun,  // a coroutine that nobody drives
};
enum class SideSign : std::uint8_t { written, received, read, end, fired, gone, exited };

// From after event `begin` until event `end`.
struct SideSpan {
    trace::EventIndex begin = 0, end = 0;
    SideState state{};
    std::uint32_t level = 0;

    // The event by which one knows of it: of a coroutine that nobody drives, the one that tells that it is
    // gone.
    trace::EventIndex known() const { return state == SideState::unbegun ? end : begin; }
};

struct SideMark {
    trace::EventIndex event = 0;
    SideSign sign{};
    std::int64_t amount = 0;  // bytes; of a child process its return code
};

struct SideLane {
    trace::ObjectId object = 0;  // 0 of the timers and of coroutines; of a thread's calls the first
    SideKind kind{};
    std::uint32_t most = 0;  // of timers: the highest level
    std::vector<SideSpan> spans = {};
    std::vector<SideMark> marks = {};
    std::string name = {};  // of coroutines: their function
    // Of a child process: the task that started it. Of a connection: the task that opened it, else the first
    // that read from it or waited for bytes of it in its steps, else the first that wrote to it: others may
    // do that, too. And the event by which one knows.
    trace::ObjectId task = 0;
    trace::EventIndex task_known = trace::kNever;
    trace::ObjectId writer = 0;  // the first; only while the lane is built
    trace::EventIndex written = trace::kNever;
};

// Feed it every event in order, then take the result: coroutines, threads, processes and connections as made,
// the timers last. One call after the other that an executor's thread runs is in one lane. Nothing is there
// of a kind that the run does not use. Of a coroutine that was never awaited a recording tells only when it
// is gone: it is shown in the step in which that was, when it must have been there.
class SideLaneBuilder {
public:
    void see(const trace::Event& event, trace::EventIndex index, const trace::Recording& recording,
             const trace::ObjectIndex& objects);
    std::vector<SideLane> finish(trace::EventIndex event_count);

private:
    SideLane* lane_of(trace::ObjectId object, SideKind kind);
    SideLane& lane_of_thread(trace::ObjectId thread, const trace::ObjectIndex& objects);
    void change(SideLane& lane, trace::EventIndex index, SideState state, std::uint32_t level = 0);
    void stop(SideLane& lane, trace::EventIndex index);
    void see_process(const trace::Event& event, trace::EventIndex index, const trace::ObjectIndex& objects);
    void see_stream(const trace::Event& event, trace::EventIndex index, const trace::ObjectIndex& objects);
    void see_timer(const trace::Event& event, trace::EventIndex index);

    void note_task(SideLane& lane, trace::ObjectId task, trace::EventIndex index,
                   const trace::ObjectIndex& objects);
    void see_unbegun(std::string_view function, trace::EventIndex index);

    std::vector<SideLane> lanes_, coroutines_;
    std::vector<std::uint32_t> lane_of_object_;                        // number of the lane, plus one
    std::unordered_map<trace::StringId, std::uint32_t> free_threads_;  // by name: lanes where none runs
    SideLane timers_;
    std::uint32_t set_ = 0;
    trace::EventIndex begun_ = 0;  // the last step or call
    trace::ObjectId running_ = 0;  // the task whose step that is, until it ends
};

}  // namespace loopscope::viz
