// The ends of connections over a whole recording: which two belong together, how they are numbered, and which
// tasks have used them.
#pragma once

#include "engine/trace/object_index.h"
#include "viz/data/recording/running.h"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace loopscope::viz {

class StreamEnds {
public:
    // Events in their order, then finish().
    void see(const trace::Event& event, trace::EventIndex index, const trace::ObjectIndex& objects);
    void finish();

    // Connections of the whole recording.
    std::size_t count() const { return count_; }
    // That of an end, from 1 in the order of their creation; 0 if `object` is no end of one.
    std::size_t number_of(trace::ObjectId object) const;
    // Whether another end was given the same name.
    bool shares_name(trace::ObjectId end) const;
    // The end that a task has opened, read from, written to or waited at last, of the first `cursor` events;
    // 0 if none.
    trace::ObjectId last_end_of(trace::ObjectId task, trace::EventIndex cursor) const;
    // The first task that read from an end or waited for bytes of it: others may write to it, too. If none
    // does, the first that wrote; else 0.
    trace::ObjectId owner(trace::ObjectId end) const;
    // The other end, if it is of the same program; else 0.
    trace::ObjectId peer_of(trace::ObjectId end) const;
    // What a future is that somebody waits on for bytes, or for room; null if it is none of these.
    struct Wait {
        trace::ObjectId end = 0;
        trace::StringId call = 0;  // "readuntil(b'\n')", "drain()"
        bool for_room = false;
    };
    const Wait* wait_of(trace::ObjectId future) const;
    // The tasks that have written to an end (or read from it) by the first `cursor` events, the last one
    // first. Of an end that nobody has used the one that opened it.
    std::vector<trace::ObjectId> users(trace::ObjectId end, bool writes, trace::EventIndex cursor) const;
    std::size_t bytes() const;  // of memory, about: hash tables are the library's

private:
    struct Use {
        trace::EventIndex event = 0;
        trace::ObjectId who = 0;  // the task; of a task's uses the end
    };
    static void note(std::vector<Use>& uses, trace::EventIndex event, trace::ObjectId who);

    struct End {
        std::size_t number = 0;
        trace::ObjectId peer = 0, opener = 0;
        trace::StringId name = 0;
        std::vector<Use> reads = {}, writes = {};  // only those by another task than the one before
    };

    std::unordered_map<trace::ObjectId, End> ends_;
    std::unordered_map<trace::ObjectId, Wait> waits_;                // by their futures
    std::unordered_map<trace::ObjectId, std::vector<Use>> ends_of_;  // by tasks
    std::unordered_map<trace::StringId, std::size_t> names_;         // how many ends have it
    std::vector<trace::ObjectId> order_;                             // ends as created
    Running running_;
    std::size_t count_ = 0;
};

}  // namespace loopscope::viz
