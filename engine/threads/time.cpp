#include "engine/threads/time.h"

#include "engine/base/errors.h"
#include "engine/loop/threads.h"

#include <chrono>
#include <cmath>
#include <thread>

namespace asyncio::time {

void Sleep::operator()(double seconds, std::source_location where) const {
    if (std::isnan(seconds)) throw ValueError("Invalid value NaN (not a number)");
    constexpr double kTooMany = 9223372036.854775807;  // whose nanoseconds have more than 63 bits
    if (std::abs(seconds) >= kTooMany) throw OverflowError("timestamp out of range for C PyTime_t");
    if (seconds < 0) throw ValueError("sleep length must be non-negative");
    if (!detail::wait_virtually(nullptr, seconds, where))
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

}  // namespace asyncio::time
