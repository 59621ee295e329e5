#include "engine/print.h"

#include <cstdio>

namespace asyncio {

void print_line(const std::string& line, const std::source_location& where) {
    if (EventLoop* loop = detail::running_loop()) return loop->print(line, where);
    if (const auto door = detail::current_door(); door && door->print(line)) return;
    std::printf("%s\n", line.c_str());
}

}  // namespace asyncio
