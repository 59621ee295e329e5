// Python's time.sleep(): blocks the thread that calls it, and with it everything that this thread runs.
#pragma once

#include <source_location>

namespace asyncio::time {

// Blocks for `seconds`. In the thread of a loop nothing else of that loop runs meanwhile; a virtual clock
// goes on by as much. Throws ValueError if negative or NaN.
void sleep(double seconds, std::source_location where = std::source_location::current());

}  // namespace asyncio::time
