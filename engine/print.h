// print(): the program's output, as Python's print() would show it.
#pragma once

#include "engine/event_loop.h"
#include "engine/repr.h"

namespace asyncio {

// Writes a line to the output of the running loop (standard output outside of one).
void print_line(const std::string& line);

// Values are separated by a space: print("A", 1, true) shows "A 1 True".
template <class... Values>
void print(const Values&... values) {
    std::string line;
    std::size_t i = 0;
    ((line += (i++ ? " " : "") + str(values)), ...);
    print_line(line);
}

}  // namespace asyncio
