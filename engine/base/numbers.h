// What loops count, and how far they have come.
#pragma once

#include "engine/base/object.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace asyncio::detail {

// The numbers of tasks without a name. A loop that is made inside of another, or in a thread of it, goes on
// with its numbers, as CPython has one counter for all.
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

// How far those loops have come that tell the same observer, one after the other: the next goes on from
// there. What they tell is one recording.
struct Progress {
    ObjectId last_object = 0;
    std::uint32_t last_future = 0;  // of the program's own
    std::uint32_t turn = 0;
    std::int64_t now_ns = 0;  // when one of them last stopped
    std::shared_ptr<TaskNumbers> tasks = std::make_shared<TaskNumbers>();
};

}  // namespace asyncio::detail
