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

// Never running backwards. Seconds are what programs calculate with, floating point as in Python: 0.1 + 0.2
// is 0.30000000000000004. Nanoseconds are the same instants, rounded.
class Clock {
public:
    explicit Clock(ClockKind kind) noexcept : virtual_(kind == ClockKind::virtual_time) {}
    virtual ~Clock() = default;
    virtual std::int64_t now_ns() const noexcept = 0;
    virtual double now_s() const noexcept = 0;
    bool is_virtual() const noexcept { return virtual_; }
    // A virtual clock jumps; a real one ignores it.
    virtual void advance_to(double now_s) noexcept = 0;

private:
    const bool virtual_;
};

std::unique_ptr<Clock> make_clock(ClockKind kind);

namespace detail {
inline double seconds_of(std::int64_t ns) noexcept { return static_cast<double>(ns) / 1e9; }
// About what 63 bits can say: sleep(inf) ends there.
constexpr double kFarthest_s = 9e9;
// The nearest one that a recording can hold, see trace/event.h. Requires: no NaN.
std::int64_t ns_of(double seconds) noexcept;
}  // namespace detail

}  // namespace asyncio
