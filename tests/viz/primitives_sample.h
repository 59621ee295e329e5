// A semaphore with one permit that A takes and hands on to B, and a queue, made by hand.
#pragma once

#include "tests/viz/samples.h"

namespace loopscope::viz {

class PrimitivesSample {
public:
    static constexpr trace::ObjectId kSemaphore = 1, kQueue = 2, kA = 4, kB = 5, kStranger = 7;

    PrimitivesSample();
    trace::Recording take() { return builder_.take(); }

    trace::EventIndex taken = 0, waits = 0, handed_on = 0, resolved = 0, given_by_stranger = 0, put = 0;

private:
    SampleBuilder builder_;
};

}  // namespace loopscope::viz
