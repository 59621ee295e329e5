#include "engine/system/clock.h"

#include "engine/trace/event.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace asyncio {

namespace {

std::int64_t monotonic_ns() noexcept {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// Not since the machine was started: nobody can read such times. Loops of one program share it.
std::int64_t origin_ns() noexcept {
    static const std::int64_t origin = monotonic_ns();
    return origin;
}

class RealClock final : public Clock {
public:
    RealClock() noexcept : Clock(ClockKind::real_time) {}
    std::int64_t now_ns() const noexcept override { return monotonic_ns() - origin_ns_; }
    double now_s() const noexcept override { return detail::seconds_of(now_ns()); }
    void advance_to(double) noexcept override {}

private:
    const std::int64_t origin_ns_ = origin_ns();
};

class VirtualClock final : public Clock {
public:
    VirtualClock() noexcept : Clock(ClockKind::virtual_time) {}
    std::int64_t now_ns() const noexcept override { return now_ns_; }
    double now_s() const noexcept override { return now_s_; }
    void advance_to(double now_s) noexcept override {
        now_s_ = std::max(now_s_, now_s);
        now_ns_ = detail::ns_of(now_s_);
    }

private:
    double now_s_ = 0;
    std::int64_t now_ns_ = 0;
};

}  // namespace

std::unique_ptr<Clock> make_clock(ClockKind kind) {
    if (kind == ClockKind::virtual_time) return std::make_unique<VirtualClock>();
    return std::make_unique<RealClock>();
}

namespace detail {
std::int64_t ns_of(double seconds) noexcept {
    using loopscope::trace::kLeastValue, loopscope::trace::kMostValue;
    return std::clamp<std::int64_t>(std::llround(std::clamp(seconds, -kFarthest_s, kFarthest_s) * 1e9),
                                    kLeastValue, kMostValue);
}
}  // namespace detail

}  // namespace asyncio
