// Indexes as Python's lists and tuples take them: from the end if they are negative, and never beyond.
#pragma once

#include <cstddef>

namespace asyncio::detail {

// Throws IndexError("list index out of range"); `sequence` is the first word.
std::size_t checked_index(std::ptrdiff_t index, std::size_t size, const char* sequence = "list");

}  // namespace asyncio::detail
