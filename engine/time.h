// Python's time.sleep(): blocks the thread that calls it, and with it everything that this thread runs.
#pragma once

#include <source_location>

namespace asyncio::time {

// Blocks for `seconds`, of the loop's time if its clock is virtual. In the thread of a loop nothing else of
// that loop runs meanwhile. Throws ValueError if negative or NaN.
void sleep(double seconds, std::source_location where = std::source_location::current());

}  // namespace asyncio::time
