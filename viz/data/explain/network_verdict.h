// Why a program waits for ever, with the queues, locks and connections that tasks wait for, and where: the
// loop does not name them.
#pragma once

#include "viz/data/recording/store.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// `message`: of a warning that something waits for ever, which came after `count` events; without that, with
// the end of the recording.
std::string network_verdict(const Store& store, const Words& words, std::string_view message,
                            trace::EventIndex count = trace::kNever);

}  // namespace loopscope::viz
