// The virtual clock: what may happen in this process, its threads and its children while nothing is ready,
// and when time passes.
#pragma once

#include "engine/system/selector.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <source_location>
#include <vector>

namespace asyncio::detail {

class LoopCore;

class VirtualTime {
public:
    explicit VirtualTime(LoopCore& loop) : loop_(loop) {}

    // Runs threads and children and moves the clock, at most by `timeout_ns` (-1: without limit), until
    // something happened; fills `ready`. Throws WaitsForEver if nothing ever can.
    void select(std::int64_t timeout_ns, std::vector<Selector::Ready>& ready);
    // See EventLoop::block().
    bool block(const std::function<bool()>& condition, std::optional<double> timeout_s,
               const std::source_location& where);

private:
    using Ready = std::vector<Selector::Ready>;

    void pass_time(double deadline, const std::source_location* blocked_at, Ready& ready);
    bool take_from_children(double deadline, Ready& ready);
    bool let_children_wake(double deadline);
    bool orphaned_pipes() const;

    LoopCore& loop_;
    int waited_outside_ms_ = 0;  // in this turn, for what only real time ends
    int busy_turns_ = 0;         // since the loop last looked at its children
};

}  // namespace asyncio::detail
