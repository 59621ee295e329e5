// The ready queue: what the loop runs next, first in, first out.
#pragma once

#include "engine/object.h"

#include <cstddef>
#include <memory>

namespace asyncio::detail {

// Both are held by the queue.
struct ReadyEntry {
    Runnable* what;
    FutureBase* argument;
};

// A ring that doubles when it is full.
class ReadyQueue {
public:
    bool empty() const noexcept { return head_ == tail_; }
    std::size_t size() const noexcept { return tail_ - head_; }
    void push(ReadyEntry entry) {
        if (size() == capacity_) grow();
        ring_[tail_++ & (capacity_ - 1)] = entry;
    }
    ReadyEntry pop() noexcept { return ring_[head_++ & (capacity_ - 1)]; }

private:
    void grow() {
        const std::size_t capacity = capacity_ ? capacity_ * 2 : 64;
        auto ring = std::make_unique<ReadyEntry[]>(capacity);
        for (std::size_t i = 0; i < size(); ++i) ring[i] = ring_[(head_ + i) & (capacity_ - 1)];
        tail_ = size();
        head_ = 0;
        ring_ = std::move(ring);
        capacity_ = capacity;
    }

    std::unique_ptr<ReadyEntry[]> ring_;
    std::size_t capacity_ = 0;  // a power of two
    std::size_t head_ = 0, tail_ = 0;
};

}  // namespace asyncio::detail
