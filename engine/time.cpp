#include "engine/time.h"

#include "engine/event_loop.h"

#include <chrono>
#include <cmath>
#include <thread>

namespace asyncio::time {

void sleep(double seconds, std::source_location where) {
    if (std::isnan(seconds)) throw ValueError("Invalid value NaN (not a number)");
    if (seconds < 0) throw ValueError("sleep length must be non-negative");
    EventLoop* loop = detail::running_loop();
    if (loop && loop->virtual_time())
        loop->block_until(loop->deadline_after(seconds), where);
    else
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

}  // namespace asyncio::time
