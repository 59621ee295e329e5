// An IPv4, IPv6 or Unix address as the operating system takes it.
#pragma once

#include "engine/base/address.h"

#include <sys/socket.h>
#include <string>

namespace asyncio::detail {

class SocketAddress {
public:
    SocketAddress() = default;
    SocketAddress(const sockaddr* address, socklen_t length);
    // A numeric IPv4 or IPv6 address (which may have a scope, "fe80::1%eth0"); unknown if it is none.
    static SocketAddress numeric(const std::string& host, int port);
    // A path; a leading NUL makes it abstract. Throws OSError("AF_UNIX path too long").
    static SocketAddress unix_path(const std::string& path);
    // Of a socket's own end; throws OSError.
    static SocketAddress local(int fd);
    // Of the other end; unknown if it is gone.
    static SocketAddress remote(int fd);
    // All interfaces, the same port.
    SocketAddress any() const;

    int family() const noexcept { return storage_.ss_family; }
    bool known() const noexcept { return family() != AF_UNSPEC; }
    const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage_); }
    socklen_t length() const noexcept { return length_; }
    Address text() const;
    // Both ends are on this machine.
    bool is_loopback() const noexcept;
    // The same for equal addresses; empty for a Unix socket without a name.
    std::string key() const { return family() == AF_UNIX ? text().host : text().repr(); }
    std::string repr() const { return text().repr(); }

private:
    sockaddr_storage storage_{};
    socklen_t length_ = 0;
};

}  // namespace asyncio::detail
