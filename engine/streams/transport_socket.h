// A socket as asyncio shows it: to look at and to set options of, not to read or write.
#pragma once

#include "engine/base/address.h"

#include <string>

namespace asyncio {

// What Server.sockets and get_extra_info("socket") give. Refers to the socket, which its server or transport
// closes: not to be used after that.
class TransportSocket {
public:
    explicit TransportSocket(int fd) noexcept : fd_(fd) {}

    int fileno() const noexcept { return fd_; }
    // The constants of <sys/socket.h>: AF_INET, AF_INET6, AF_UNIX.
    int family() const;
    int type() const;
    // Both throw OSError.
    Address getsockname() const;
    Address getpeername() const;
    // Options that are numbers, e.g. (SOL_SOCKET, SO_KEEPALIVE, 1). Both throw OSError.
    int getsockopt(int level, int option) const;
    void setsockopt(int level, int option, int value) const;
    std::string repr() const;

    friend bool operator==(const TransportSocket&, const TransportSocket&) = default;

private:
    int fd_;
};

}  // namespace asyncio
