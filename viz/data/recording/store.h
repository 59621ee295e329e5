// An opened recording with everything that is worked out once: lanes, stops, turns, marks, output.
#pragma once

#include "engine/trace/timeline.h"
#include "viz/data/recording/flame.h"
#include "viz/data/recording/labels.h"
#include "viz/data/recording/primitive_lanes.h"
#include "viz/data/recording/scopes.h"
#include "viz/data/recording/side_lanes.h"
#include "viz/data/recording/spans.h"
#include "viz/data/recording/stream_ends.h"
#include "viz/data/recording/twin_lines.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loopscope::viz {

struct Turn {
    trace::EventIndex event = 0;
    std::uint32_t number = 0;
    std::int64_t time_ns = 0;
    bool shaded = false;  // of every other instant
};

enum class MarkKind : std::uint8_t { output, error, cancellation, intervention };

// Something on the scrub bar.
struct Mark {
    trace::EventIndex event = 0;
    MarkKind kind{};
};

class Store {
public:
    // `progress`, if any, is called with the share done, 0 to 1, perhaps on another thread. If it returns
    // false the store stays incomplete.
    explicit Store(trace::Recording recording, const std::function<bool(double)>& progress = {});
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    const trace::Recording& recording() const { return recording_; }
    trace::EventIndex event_count() const { return static_cast<trace::EventIndex>(recording_.events.size()); }
    const trace::Event& event(trace::EventIndex index) const { return recording_.events[index]; }
    std::string text(trace::StringId id) const { return std::string(recording_.string(id)); }

    // The loop after `count` events. Valid until the next call.
    const trace::LoopState& at(trace::EventIndex count) { return timeline_.at(count); }

    const trace::ObjectIndex& objects() const { return objects_; }
    const Lanes& lanes() const { return lanes_; }
    const Flames& flames() const { return flames_; }  // by the lanes' numbers
    const Scopes& scopes() const { return scopes_; }  // by the lanes' numbers
    const std::vector<SideLane>& sides() const { return sides_; }
    const std::vector<PrimitiveLane>& primitive_lanes() const { return primitive_lanes_; }
    const StreamEnds& stream_ends() const { return stream_ends_; }
    const std::vector<trace::EventIndex>& stops() const { return stops_; }  // events, ascending
    const std::vector<Turn>& turns() const { return turns_; }
    const std::vector<Mark>& marks() const { return marks_; }
    const std::vector<trace::EventIndex>& prints() const { return prints_; }  // events, ascending
    // Where the user had the loop do something. Events, ascending.
    const std::vector<trace::EventIndex>& interventions() const { return interventions_; }

    // Whether task_done() was called there.
    bool reports_item(trace::EventIndex event) const;

    // The language of label(). English at first.
    void speak(const Words& words) { words_ = &words; }
    // The source of that number is read in another language, line by line: see named_place().
    struct Reading {
        std::uint32_t source = 0;
        std::string file = {};
        TwinLines lines = {};  // left the one that is read, right the recorded one
    };
    void read_as(std::optional<Reading> reading) { reading_ = std::move(reading); }
    const std::optional<Reading>& reading() const { return reading_; }
    // What people call an object.
    std::string label(trace::ObjectId id) const;
    // The same where there is little room: see brief_label_of().
    std::string brief_label(trace::ObjectId id) const;
    // The same, and of a task that got its name by default ("Task-2") what it runs too: "Task-2 · worker".
    std::string full_label(trace::ObjectId id) const;
    // Lines of the source that has most.
    std::size_t longest_source() const { return longest_source_; }
    // The coroutine function that a task runs: "worker"; empty if unknown.
    std::string function_of(trace::ObjectId task) const;
    // The same with the arguments of the call, if they are known: "worker('A', 3)".
    std::string call_of(trace::ObjectId task) const;
    // The gather inside of a child process's communicate().
    bool is_communicate(trace::ObjectId gather) const;
    // "get('/p12')": the coroutine that began at this event of kind `enter`, and what it was called with.
    std::string call_at(trace::EventIndex enter) const;
    // The program's own function that a timer or call_soon() calls: "crunch"; empty if it is asyncio's.
    std::string function_called(trace::ObjectId callback) const;
    // The last stop among the first `count` events, or nothing.
    std::optional<trace::EventIndex> last_stop(trace::EventIndex count) const;
    // Lines of output among the first `count` events.
    std::size_t printed(trace::EventIndex count) const;
    // The turn that runs after `count` events, null before the first.
    const Turn* turn_at(trace::EventIndex count) const;
    // The loop's time after `count` events: that of the turn, or what has passed since while a step ran.
    std::int64_t time_at(trace::EventIndex count) const;
    // Whether it is known how long each step was. Older recordings of a real clock tell it only of those that
    // blocked the loop.
    bool times_steps() const { return ends_of_steps_ || recording_.header.clock != "real"; }
    // For how long a limit was set.
    std::int64_t limit_ns(const Scope& limit) const {
        return objects_[limit.object].value - time_at(limit.begin);
    }
    // The first event by which the loop's time is `time_ns` or later; the number of events if there is none.
    trace::EventIndex first_at_time(std::int64_t time_ns) const;
    // What it takes now, and about the most that its states may take; bytes. See MemoryUse.
    std::size_t index_bytes() const;
    std::size_t state_bytes() const { return timeline_.bytes(); }
    std::size_t state_budget() const { return timeline_.budget(); }

private:
    std::string numbered(trace::ObjectId end, std::string label) const;
    void build(const std::atomic<bool>& wanted);

    const Words* words_ = &Words::of("en");
    std::optional<Reading> reading_;
    trace::Recording recording_;
    trace::Timeline timeline_;
    trace::ObjectIndex objects_;
    Lanes lanes_;
    Flames flames_;
    Scopes scopes_;
    std::vector<SideLane> sides_;
    std::vector<PrimitiveLane> primitive_lanes_;
    StreamEnds stream_ends_;
    std::vector<trace::EventIndex> stops_, prints_, interventions_, reports_;
    struct Passing {  // time that went on within a turn
        trace::EventIndex event = 0;
        std::int64_t time_ns = 0;
    };

    std::vector<Turn> turns_;
    std::vector<Passing> passings_;
    bool ends_of_steps_ = false;
    std::vector<Mark> marks_;
    std::size_t longest_source_ = 0;
    std::vector<trace::EventIndex> entered_;  // where each task enters its coroutine, by the task's number
};

}  // namespace loopscope::viz
