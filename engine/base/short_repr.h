// Python's reprlib: what a future shows of its result.
#pragma once

#include <string>
#include <string_view>

namespace asyncio::detail {

// The repr of a value, shortened: lists to six elements, dicts to four, text and numbers from their middle.
std::string short_repr(std::string_view repr);

}  // namespace asyncio::detail
