// What a run's length was made of: the chain of causes from its end back to its beginning.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <atomic>
#include <string>
#include <vector>

namespace loopscope::viz {

enum class PathKind : std::uint8_t {
    running,  // a step of the task, or a callback if there is no task
    ready,    // in the ready queue, or due while the loop was busy
    timer,    // a sleep() or timer that the task made
    network,
    thread,
    outside  // nothing of the loop's was under way, as far as the recording tells
};

// Times are those after `begin` and after `end` events, but where a timer was due while the loop was busy.
struct PathPart {
    trace::EventIndex begin = 0, end = 0;
    std::int64_t begin_ns = 0, end_ns = 0;
    trace::ObjectId task = 0;   // 0: none
    trace::ObjectId about = 0;  // timer: it; running, where no task ran: whose callback
    PathKind kind{};

    std::int64_t time_ns() const { return end_ns - begin_ns; }
};

// Parts of the same kind, task and, for timers, line.
struct PathSum {
    PathKind kind{};
    trace::ObjectId task = 0, about = 0;
    trace::LocationId loc = 0;
    std::int64_t time_ns = 0;
    std::vector<std::uint32_t> parts;  // ascending
};

// The parts follow each other without a gap, from the beginning on.
struct CriticalPath {
    trace::ObjectId task = 0;  // whose end it leads to; 0: the run's
    std::int64_t time_ns = 0;  // from the beginning to there
    std::vector<PathPart> parts;
    std::vector<PathSum> sums;  // the longest first
};

// To the end of a task, or how far it came; `task` 0: to the end of the run. Takes time that grows with the
// recording: a tenth of a second for some millions of events. Empty if `wanted` becomes false meanwhile. On
// any thread.
CriticalPath critical_path(const Store& store, trace::ObjectId task = 0,
                           const std::atomic<bool>* wanted = nullptr);

// What of it is under way after so many events; null: nothing.
const PathPart* part_before(const CriticalPath& path, trace::EventIndex cursor);

// "4 × sleep of consumer 1"
std::string path_text(const Store& store, const PathSum& sum, const Words& words = Words::of("en"));
// "50 %  4 × sleep of consumer 1 (4 s)", with its line behind it if that is known.
std::string path_row(const Store& store, const CriticalPath& path, const PathSum& sum, const Words& words);
// The sums and then the parts, one a line, with their times: for the command line.
std::string path_report(const Store& store, const CriticalPath& path, const Words& words);
// "8 s = 4 × sleep of consumer 1 (8 s)", with its longest parts.
std::string path_sentence(const Store& store, const CriticalPath& path, const Words& words = Words::of("en"));

}  // namespace loopscope::viz
