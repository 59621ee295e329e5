// A connection made by hand: a client writes six bytes into a small buffer, four are sent, the server's side
// reads a line, the rest follows, and the client ends its direction.
#pragma once

#include "tests/viz/samples.h"

namespace loopscope::viz {

class StreamsSample {
public:
    static constexpr trace::ObjectId kServer = 1, kClient = 2, kServed = 3, kTask = 4, kFuture = 5;

    StreamsSample();
    trace::Recording take() { return builder_.take(); }

    trace::EventIndex waits = 0, wrote = 0, sent = 0, paused = 0, received = 0, read = 0, sent_rest = 0,
                      received_rest = 0, ended = 0, saw_end = 0;

private:
    SampleBuilder builder_;
};

}  // namespace loopscope::viz
