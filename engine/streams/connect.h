// Connecting sockets: asyncio's sock_connect().
#pragma once

#include "engine/base/socket_address.h"
#include "engine/streams/open_socket.h"
#include "engine/tasks/task.h"

#include <string>

namespace asyncio::detail {

// A new non-blocking stream socket. Throws OSError.
int new_socket(int family);
// Returns when `fd` is connected to `address`. Throws OSError.
Coroutine<> sock_connect(EventLoop& loop, int fd, SocketAddress address);

// Makes `fd` non-blocking. Throws ValueError unless it is a stream socket.
void check_stream_socket(int fd);
// ... a Unix stream socket.
void check_unix_stream_socket(int fd);

// A Unix socket's name that is none in the file system, or none at all.
bool is_abstract(const std::string& path);
// A file that a Unix socket has left at `path`.
void remove_stale_socket(const std::string& path);

// "error while attempting to bind on address …", as asyncio says it.
[[noreturn]] void throw_bind_error(int error_number, const SocketAddress& address);

}  // namespace asyncio::detail
