// Memory for coroutine frames, and the guard against g++ 12's lost coroutine bodies.
#pragma once

#include <cstddef>

namespace asyncio::detail {

// Frames of up to kLargest bytes come from free lists of the thread: a coroutine costs no malloc once its size was seen.
void* allocate_frame(std::size_t bytes);
void free_frame(void* frame, std::size_t bytes) noexcept;

// g++ 12 (bug 106188) lays some coroutine frames out wrongly, and then the body silently never runs: a coroutine function
// whose outermost block declares nothing and that has co_await in the condition of an if, while, do or switch.
// `handle` is where the compiler believes the frame to be; this aborts with a message if it was not allocated there.
void check_frame_layout(const void* handle, const char* function) noexcept;

}  // namespace asyncio::detail
