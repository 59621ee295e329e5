// Python's time.sleep(): blocks the thread that calls it, and with it everything that this thread runs.
#pragma once

#include <source_location>

namespace asyncio::time {

// Blocks for `seconds`, of the loop's time if its clock is virtual. In the thread of a loop nothing else of
// that loop runs meanwhile. Throws ValueError if negative or NaN.
// An object, so that it can be given to to_thread() and its like, as in Python.
struct Sleep {
    static constexpr const char* call_name = "asyncio.sleep";  // built in: the step log leaves the call out
    void operator()(double seconds, std::source_location where = std::source_location::current()) const;
};
inline constexpr Sleep sleep;

}  // namespace asyncio::time
