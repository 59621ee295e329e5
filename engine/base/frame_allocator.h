// Memory for coroutine frames and other small objects, and the guard against g++ 12's lost coroutine bodies.
#pragma once

#include "engine/base/ledger.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace asyncio::detail {

// Small blocks come from free lists of the thread, cut from slabs: no malloc and no header for each coroutine
// or future. A block may be freed in another thread, and is that one's from then on: what a thread hands to a
// loop outlives it.
struct BlockPool {
    static constexpr std::size_t kStep = 16, kLargest = 1024;
    struct Free {
        Free* next;
    };

    static bool has(std::size_t bytes) noexcept { return bytes <= kLargest; }
    Free*& head_for(std::size_t bytes) noexcept { return heads[(bytes + kStep - 1) / kStep]; }

    Free* heads[kLargest / kStep + 1] = {};
    char* slab = nullptr;  // the part of the newest slab that was not cut yet
    std::size_t left = 0;
    bool is_bequeathed = false;  // goes to another thread when this one ends
};
// Without a constructor or a destructor, as each use would ask whether it has run.
extern constinit thread_local BlockPool block_pool;

// For what the free lists have no block, and while a ledger is kept. With sanitizers for everything: they see
// uses of freed memory only if it is really freed.
void* allocate_slowly(std::size_t bytes);
void free_slowly(void* block, std::size_t bytes) noexcept;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ASYNCIO_NO_POOL
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASYNCIO_NO_POOL
#endif
#endif

// Inline: of most the size is known to the compiler, and with it the list.
inline void* allocate_pooled(std::size_t bytes) {
#ifndef ASYNCIO_NO_POOL
    if (BlockPool::has(bytes) && !ledger) [[likely]]
        if (BlockPool::Free*& head = block_pool.head_for(bytes)) [[likely]]
            return std::exchange(head, head->next);
#endif
    return allocate_slowly(bytes);
}
[[gnu::always_inline]] inline void free_pooled(void* block, std::size_t bytes) noexcept {
#ifndef ASYNCIO_NO_POOL
    if (BlockPool::has(bytes) && !ledger && block_pool.is_bequeathed) [[likely]] {
        BlockPool::Free*& head = block_pool.head_for(bytes);
        head = new (block) BlockPool::Free{head};
        return;
    }
#endif
    free_slowly(block, bytes);
}

// g++ 12 (bug 106188) lays some coroutine frames out wrongly, and then the body silently never runs: a
// coroutine function whose outermost block declares nothing and that has co_await in the condition of an if,
// while, do or switch. `handle` is where the compiler believes the frame to be; this aborts with a message if
// it is not the newest one.
extern constinit thread_local const void* newest_frame;
extern constinit thread_local std::size_t newest_frame_bytes;
[[noreturn]] void report_lost_body(const char* function) noexcept;

inline void* allocate_frame(std::size_t bytes) {
    void* const frame = allocate_pooled(bytes);
    newest_frame = frame;
    newest_frame_bytes = bytes;
    return frame;
}
inline bool in_newest_frame(const void* place) noexcept {
    return std::uintptr_t(place) - std::uintptr_t(newest_frame) < newest_frame_bytes;
}
inline void check_frame_layout(const void* handle, const char* function) noexcept {
    if (handle != newest_frame) [[unlikely]]
        report_lost_body(function);
}

}  // namespace asyncio::detail
