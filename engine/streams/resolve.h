// From host names to addresses, as asyncio's create_connection() and create_server() do it.
#pragma once

#include "engine/base/socket_address.h"
#include "engine/tasks/task.h"

#include <string>
#include <vector>

namespace asyncio::detail {

// The addresses of `host` and `port`: a numeric address without a look-up; "localhost" is 127.0.0.1 (or ::1
// if `family` is AF_INET6), whatever the machine says, so that recordings do not depend on it; "" is all
// interfaces, IPv4 first. Other names are looked up in a thread. `family`: AF_UNSPEC for any.
// Throws gaierror.
Coroutine<std::vector<SocketAddress>> resolve(EventLoop& loop, std::string host, int port, int family);
// Throws OverflowError("bind(): port must be 0-65535.") for what is no port. `function`: "bind" or "connect".
void check_port(int port, const char* function);

}  // namespace asyncio::detail
