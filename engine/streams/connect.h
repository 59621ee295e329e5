// Connecting sockets: asyncio's sock_connect().
#pragma once

#include "engine/base/socket_address.h"
#include "engine/streams/open_socket.h"
#include "engine/tasks/task.h"

namespace asyncio::detail {

// A new non-blocking stream socket. Throws OSError.
int new_socket(int family);
// Returns when `fd` is connected to `address`. Throws OSError.
Coroutine<> sock_connect(EventLoop& loop, int fd, SocketAddress address);

// Makes `fd` non-blocking. Throws ValueError unless it is a stream socket.
void check_stream_socket(int fd);
// ... a Unix stream socket.
void check_unix_stream_socket(int fd);

// "error while attempting to bind on address …", as asyncio says it.
[[noreturn]] void throw_bind_error(int error_number, const SocketAddress& address);

}  // namespace asyncio::detail
