// The numbers of tasks without a name.
#pragma once

#include <atomic>
#include <cstdint>

namespace asyncio::detail {

// A loop that is made inside of another, or in a thread of it, goes on with its numbers, as CPython has one
// counter for all.
class TaskNumbers {
public:
    // No exchange: where loops run at the same time, which of them has which number is chance anyhow.
    std::uint32_t next() noexcept {
        const std::uint32_t number = last_.load(std::memory_order_relaxed) + 1;
        last_.store(number, std::memory_order_relaxed);
        return number;
    }

private:
    std::atomic<std::uint32_t> last_{0};
};

}  // namespace asyncio::detail
