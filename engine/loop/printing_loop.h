// Who takes what a program prints while no loop runs.
#pragma once

namespace asyncio {
class EventLoop;
}

namespace asyncio::detail {

// In this thread, until end_printing_for(): an exception handler that run() calls between two runs of its
// loop prints into the loop's output. No effect if another loop has it.
void begin_printing_for(EventLoop& loop) noexcept;
void end_printing_for(const EventLoop* loop) noexcept;

}  // namespace asyncio::detail
