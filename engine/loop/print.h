// print(): the program's output, as Python's print() would show it.
#pragma once

#include "engine/base/repr.h"
#include "engine/loop/event_loop.h"

#include <source_location>
#include <string>

namespace asyncio {

// Writes a line to the output of the running loop (standard output outside of one).
void print_line(const std::string& line, const std::source_location& where = {});

namespace detail {

// The first value of a print(), as text, and the line where that stands. Nothing can follow the values, so
// the line comes with one of them.
struct FirstPrinted {
    template <class T>
    FirstPrinted(const T& value, std::source_location here = std::source_location::current())
        : text(str(value)), where(here) {}
    std::string text;
    std::source_location where;
};

}  // namespace detail

// Values are separated by a space: print("A", 1, true) shows "A 1 True". An object, so that it can be given
// to call_soon() and its like, as in Python.
struct Print {
    static constexpr const char* call_name = "asyncio.print";  // built in: the step log leaves the call out
    template <class... Values>
    void operator()(detail::FirstPrinted first, const Values&... values) const {
        ((first.text += " " + str(values)), ...);
        print_line(first.text, first.where);
    }
    // An empty line.
    void operator()(std::source_location where = std::source_location::current()) const {
        print_line({}, where);
    }
};
inline constexpr Print print;

}  // namespace asyncio
