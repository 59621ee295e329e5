// The ready queue: what the loop runs next, first in, first out.
#pragma once

#include "engine/base/object.h"

#include <cstddef>
#include <utility>

namespace asyncio::detail {

// Both are held by the queue.
struct ReadyEntry {
    Runnable* what;
    FutureBase* argument;
};

// A list of blocks: a burst of entries gives its memory back when it has run. One spare block is kept.
class ReadyQueue {
public:
    ReadyQueue() = default;
    ReadyQueue(const ReadyQueue&) = delete;
    ReadyQueue& operator=(const ReadyQueue&) = delete;
    ~ReadyQueue() {
        while (first_) free_first();
        delete spare_;
    }

    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }
    void push(ReadyEntry entry) {
        if (tail_ == tail_end_) add_block();
        *tail_++ = entry;
        ++size_;
    }
    ReadyEntry pop() noexcept {
        if (head_ == head_end_) next_block();
        --size_;
        return *head_++;
    }

    // Where the first entry of this object stands among the first `within`; `within` if it is not there.
    std::size_t find(ObjectId id, std::size_t within) const noexcept {
        std::size_t place = 0;
        while (place < within && at(place).what->id() != id) ++place;
        return place;
    }
    // The entry at `place` comes to the front; those before it keep their order.
    void bring_forward(std::size_t place) noexcept {
        for (; place > 0; --place) std::swap(at(place), at(place - 1));
    }

private:
    static constexpr std::size_t kEntries = 511;
    struct Block {
        Block* next = nullptr;
        ReadyEntry entries[kEntries];
    };

    // Takes time with the number of blocks before it.
    ReadyEntry& at(std::size_t place) const noexcept {
        const auto in_first = static_cast<std::size_t>(head_end_ - head_);
        if (place < in_first) return head_[place];
        Block* block = first_->next;
        for (place -= in_first; place >= kEntries; place -= kEntries) block = block->next;
        return block->entries[place];
    }
    void add_block() {
        Block* block = spare_ ? std::exchange(spare_, nullptr) : new Block;
        block->next = nullptr;
        (first_ ? last_->next : first_) = block;
        if (first_ == block) {
            head_ = block->entries;
            head_end_ = block->entries + kEntries;
        }
        last_ = block;
        tail_ = block->entries;
        tail_end_ = block->entries + kEntries;
    }
    void next_block() noexcept {
        free_first();
        head_ = first_->entries;
        head_end_ = first_->entries + kEntries;
    }
    void free_first() noexcept {
        Block* block = std::exchange(first_, first_->next);
        if (spare_)
            delete block;
        else
            spare_ = block;
    }

    ReadyEntry* head_ = nullptr;
    ReadyEntry* head_end_ = nullptr;
    ReadyEntry* tail_ = nullptr;
    ReadyEntry* tail_end_ = nullptr;
    Block* first_ = nullptr;
    Block* last_ = nullptr;
    Block* spare_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace asyncio::detail
