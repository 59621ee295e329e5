// Who keeps what alive at one instant, and what a collection would take. A loop holds its tasks only weakly:
// a task lives by the timer, the queue, the future or the variable that a strong way leads from.
#pragma once

#include "engine/trace/loop_state.h"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace loopscope::viz {

// How one thing holds another. The first group holds by itself, as the root of a way.
enum class Hold : std::uint8_t {
    running,   // it runs now
    ready,     // the ready queue
    timer,     // the loop's timers
    selector,  // what is watched for bytes
    run,       // run(), which waits for it
    program,   // variables of the program, which are not recorded
    outside,   // sockets, threads and what else may come back by itself
    awaits,    // a task holds what it waits for
    wakes,     // a future holds who waits for it
    calls,     // ... and whom it will tell
    line,      // a lock or the like holds who stands in its line
    variable,  // a variable of a task's coroutines
    link,      // a gather holds its children, and so on: `role`
    weakly     // the loop's list of tasks: keeps nobody alive
};

struct Holding {
    trace::ObjectId holder = 0;  // 0: the loop itself, of roots and of its weak list
    Hold how = {};
    trace::StringId role = 0;

    friend bool operator==(const Holding&, const Holding&) = default;
};

// One line of the tree of holders: who holds the subject, who holds those, and so on.
struct HolderRow {
    Holding holding = {};
    std::uint32_t depth = 0;
    bool again = false;  // stands further up already: a circle, or a second way
    bool held = false;   // a strong way from a root leads here
};

class References {
public:
    explicit References(const trace::LoopState& now);

    const std::vector<Holding>& holders(trace::ObjectId id) const;
    // Whether a strong way from a root leads to it.
    bool held(trace::ObjectId id) const { return held_.contains(id); }
    // Depth first, strong before weak, at most so many rows.
    std::vector<HolderRow> tree(trace::ObjectId subject, std::size_t most = 60) const;
    // The pending tasks that nothing holds but each other, in order of creation.
    const std::vector<trace::ObjectId>& lost() const { return lost_; }

private:
    void add_roots(const trace::LoopState& now);
    void add_holds(const trace::LoopState& now, const trace::ObjectState& object);
    void add(trace::ObjectId held, Holding holding);
    void reach();
    void grow(trace::ObjectId of, std::uint32_t depth, std::set<trace::ObjectId>& seen, std::size_t most,
              std::vector<HolderRow>& rows) const;

    std::map<trace::ObjectId, std::vector<Holding>> holders_;
    std::map<trace::ObjectId, std::vector<trace::ObjectId>> holds_;
    std::set<trace::ObjectId> held_;
    std::vector<trace::ObjectId> lost_;
};

// Whether a recording says which variables hold tasks and futures. Without that nobody can tell what is lost.
bool knows_variables(const trace::Recording& recording);

}  // namespace loopscope::viz
