// Text that is the same in every run and in both languages.
#pragma once

#include <string>
#include <string_view>

namespace asyncio::detail {

// Whether stable_text() would change it.
bool has_places(std::string_view text) noexcept;
// With the repr of tasks and futures, which name files and lines, cut to <Task> and so on; that of a socket
// to <socket>, and of what else names a descriptor with fd=… in its place.
std::string stable_text(std::string_view text);

}  // namespace asyncio::detail
