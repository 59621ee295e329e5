// What somebody who waits for a connection, or for a server to close, waits for in the end: at which end, and
// which tasks have to do something there, as far as a recording knows it.
#pragma once

#include "viz/data/recording/store.h"

#include <vector>

namespace loopscope::viz {

struct NetworkWait {
    trace::ObjectId end = 0;          // at which it is waited; 0: for a server to close
    trace::ObjectId by_way_of = 0;    // the other end; `end` itself if that is of another program; the server
    std::vector<trace::ObjectId> by;  // live tasks that can end it; first the one that most probably does
    bool certain = false;             // nothing is under way, and nobody else has ever used that end
    bool for_room = false;
    trace::StringId call = 0;  // "readuntil(b'\n')"
};

// Of a pending future; nothing (`by_way_of` is 0) if it is none of asyncio's for that.
NetworkWait network_wait(const Store& store, const trace::LoopState& now, trace::ObjectId future);

// The live task that has to read, or else to write, at an end of a connection; 0 if none is known.
trace::ObjectId who_uses(const Store& store, const trace::LoopState& now, trace::ObjectId end, bool writes);

}  // namespace loopscope::viz
