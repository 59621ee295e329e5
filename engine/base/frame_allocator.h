// Memory for coroutine frames and other small objects, and the guard against g++ 12's lost coroutine bodies.
#pragma once

#include <cstddef>

namespace asyncio::detail {

// Small blocks come from free lists of the thread, cut from slabs: no malloc and no header for each coroutine
// or future.
void* allocate_pooled(std::size_t bytes);
void free_pooled(void* block, std::size_t bytes) noexcept;

// The same for a coroutine frame, which is remembered for check_frame_layout().
void* allocate_frame(std::size_t bytes);

// g++ 12 (bug 106188) lays some coroutine frames out wrongly, and then the body silently never runs: a
// coroutine function whose outermost block declares nothing and that has co_await in the condition of an if,
// while, do or switch. `handle` is where the compiler believes the frame to be; this aborts with a message if
// it was not allocated there.
void check_frame_layout(const void* handle, const char* function) noexcept;

}  // namespace asyncio::detail
