#include "engine/clock.h"

#include <algorithm>
#include <ctime>

namespace asyncio {

namespace {

class RealClock final : public Clock {
public:
    std::int64_t now_ns() const noexcept override {
        timespec now{};
        clock_gettime(CLOCK_MONOTONIC, &now);
        return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
    }
    bool is_virtual() const noexcept override { return false; }
    void advance_to(std::int64_t) noexcept override {}
};

class VirtualClock final : public Clock {
public:
    std::int64_t now_ns() const noexcept override { return now_ns_; }
    bool is_virtual() const noexcept override { return true; }
    void advance_to(std::int64_t now_ns) noexcept override { now_ns_ = std::max(now_ns_, now_ns); }

private:
    std::int64_t now_ns_ = 0;
};

}  // namespace

std::unique_ptr<Clock> make_clock(ClockKind kind) {
    if (kind == ClockKind::virtual_time) return std::make_unique<VirtualClock>();
    return std::make_unique<RealClock>();
}

}  // namespace asyncio
