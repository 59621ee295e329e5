// recv(), send() and their like on non-blocking sockets of a loop, which keeps count of what is under way.
#pragma once

#include "engine/base/address.h"
#include "engine/base/socket_address.h"
#include "engine/loop/event_loop.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace asyncio::detail {

// All throw OSError, and give nothing where it must be tried again later.

// How many bytes came; 0 at the end of the stream.
std::optional<std::size_t> receive_now(EventLoop& loop, int fd, std::span<char> room);
// How many bytes of `data` the socket took.
std::size_t send_now(EventLoop& loop, int fd, std::string_view data);
std::optional<std::pair<std::size_t, SocketAddress>> receive_datagram(EventLoop& loop, int fd,
                                                                      std::span<char> room);
// To `to`, or to where the socket is connected. False: not now. On the virtual clock it depends on the
// program alone whether one is lost: one for which its receiver, of this loop, has no room is lost here.
bool send_datagram(EventLoop& loop, int fd, std::string_view data, const std::optional<SocketAddress>& to);
// The socket may have a new address, by which the virtual clock knows what is under way to it.
void note_datagram_socket(EventLoop& loop, int fd);

// The address that is written in numbers; "localhost" is 127.0.0.1. Throws gaierror for other names.
SocketAddress numeric_address(const Address& address);

}  // namespace asyncio::detail
