// Every line comes back.
#include "scenarios/live/servers.h"

namespace loopscope::scenarios::live {

namespace {

asyncio::Coroutine<> echo_lines(Guest guest) {
    while (true) {
        const auto line = co_await guest.line();
        if (!line) break;
        co_await guest.say(*line + "\n");
    }
}

}  // namespace

Handler echo() { return echo_lines; }

}  // namespace loopscope::scenarios::live
