// The numbers of tasks without a name and of the program's own futures.
#pragma once

#include <atomic>
#include <cstdint>

namespace asyncio::detail {

// A loop that is made inside of another, or in a thread of it, goes on with its numbers, as CPython has one
// counter for all.
class Numbers {
public:
    std::uint32_t next_task() noexcept { return next(tasks_); }
    std::uint32_t next_future() noexcept { return next(futures_); }

private:
    // No exchange: where loops run at the same time, which of them has which number is chance anyhow.
    static std::uint32_t next(std::atomic<std::uint32_t>& last) noexcept {
        const std::uint32_t number = last.load(std::memory_order_relaxed) + 1;
        last.store(number, std::memory_order_relaxed);
        return number;
    }

    std::atomic<std::uint32_t> tasks_{0}, futures_{0};
};

}  // namespace asyncio::detail
