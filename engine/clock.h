// The loop's time.
#pragma once

#include <cstdint>
#include <memory>

namespace asyncio {

enum class ClockKind {
    real_time,     // the machine's monotonic clock
    virtual_time,  // starts at 0 and stands still while the program runs; when nothing is ready it jumps to
                   // the next timer
};

// Nanoseconds, never running backwards.
class Clock {
public:
    virtual ~Clock() = default;
    virtual std::int64_t now_ns() const noexcept = 0;
    virtual bool is_virtual() const noexcept = 0;
    // A virtual clock jumps; a real one ignores it.
    virtual void advance_to(std::int64_t now_ns) noexcept = 0;
};

std::unique_ptr<Clock> make_clock(ClockKind kind);

}  // namespace asyncio
