// How much may be under way on the virtual clock.
#pragma once

#include <sys/socket.h>
#include <algorithm>
#include <cstddef>

namespace asyncio::detail {

// At most this much is under way from `fd` in one direction, whatever the kernel's buffers would take: as
// much as the kernel hands over in one piece, or less if the program set a smaller SO_SNDBUF. The recorder
// has the same.
inline std::size_t virtual_window(int fd) {
    constexpr std::size_t kWindow = 32 * 1024;
    int buffer = 0;
    socklen_t size = sizeof buffer;
    if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, &size) < 0) return kWindow;
    return std::min(kWindow, static_cast<std::size_t>(buffer / 2));  // Linux doubles what is set
}

}  // namespace asyncio::detail
