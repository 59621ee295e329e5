// An IPv4 or IPv6 address as the operating system takes it.
#pragma once

#include "engine/transport.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <string>

namespace asyncio::detail {

class SocketAddress {
public:
    // `host`: numeric, "localhost", or "" for all interfaces. Throws OSError for a name that needs a look-up.
    static SocketAddress parse(const std::string& host, int port);
    // Of a socket's own end; throws OSError.
    static SocketAddress local(int fd);
    // Of the other end; unspecified if it is gone.
    static SocketAddress remote(int fd);
    // All interfaces, the same port.
    SocketAddress any() const;

    int family() const noexcept { return storage_.ss_family; }
    const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage_); }
    socklen_t length() const noexcept;
    Address text() const;
    bool is_loopback() const noexcept;
    // The same for equal addresses.
    std::string key() const { return text().repr(); }
    std::string repr() const { return text().repr(); }

private:
    sockaddr_storage storage_{};
};

}  // namespace asyncio::detail
