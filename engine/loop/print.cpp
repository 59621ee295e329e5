#include "engine/loop/print.h"

#include "engine/loop/printing_loop.h"

#include <cstdio>

namespace asyncio {

namespace {

thread_local EventLoop* the_printing_loop = nullptr;

}  // namespace

namespace detail {

void begin_printing_for(EventLoop& loop) noexcept {
    if (!the_printing_loop) the_printing_loop = &loop;
}

void end_printing_for(const EventLoop* loop) noexcept {
    if (the_printing_loop == loop) the_printing_loop = nullptr;
}

}  // namespace detail

void print_line(const std::string& line, const std::source_location& where) {
    if (EventLoop* loop = detail::running_loop()) return loop->print(line, where);
    if (const auto door = detail::current_door(); door && door->print(line, where)) return;
    if (the_printing_loop) return the_printing_loop->print(line, where);
    std::printf("%s\n", line.c_str());
}

}  // namespace asyncio
