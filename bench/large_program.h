// A real program of any size, for what must hold in large recordings: workers that share a lock, fetch from
// a queue, wait with deadlines that pass, cancel and print. One event in a thousand is a task of its own, up
// to 10,000 that live at once.
#pragma once

#include "engine/trace/recording.h"

#include <cstddef>

namespace bench {

// The recording of a run of about so many events (within a tenth; never less than about 200).
loopscope::trace::Recording large_recording(std::size_t events);

}  // namespace bench
