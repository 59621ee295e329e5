// The ready queue: what the loop runs next, first in, first out.
#pragma once

#include "engine/object.h"

#include <cstddef>

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

private:
    static constexpr std::size_t kEntries = 511;
    struct Block {
        Block* next = nullptr;
        ReadyEntry entries[kEntries];
    };

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
