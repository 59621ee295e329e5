#include "engine/socket_address.h"

#include <arpa/inet.h>
#include <cerrno>

namespace asyncio::detail {

namespace {

constexpr int kNameNotKnown = -2;  // EAI_NONAME, as Python's socket.gaierror has it

}  // namespace

SocketAddress SocketAddress::parse(const std::string& host, int port) {
    SocketAddress address;
    auto& in = reinterpret_cast<sockaddr_in&>(address.storage_);
    auto& in6 = reinterpret_cast<sockaddr_in6&>(address.storage_);
    const std::string numeric = host == "localhost" ? "127.0.0.1" : host.empty() ? "0.0.0.0" : host;
    if (inet_pton(AF_INET, numeric.c_str(), &in.sin_addr) == 1) {
        in.sin_family = AF_INET;
        in.sin_port = htons(static_cast<std::uint16_t>(port));
    } else if (inet_pton(AF_INET6, numeric.c_str(), &in6.sin6_addr) == 1) {
        in6.sin6_family = AF_INET6;
        in6.sin6_port = htons(static_cast<std::uint16_t>(port));
    } else {
        throw OSError(kNameNotKnown, "Name or service not known");
    }
    return address;
}

SocketAddress SocketAddress::local(int fd) {
    SocketAddress address;
    socklen_t length = sizeof address.storage_;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage_), &length) != 0)
        throw_os_error(errno);
    return address;
}

SocketAddress SocketAddress::remote(int fd) {
    SocketAddress address;
    socklen_t length = sizeof address.storage_;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&address.storage_), &length) != 0)
        address.storage_ = {};
    return address;
}

SocketAddress SocketAddress::any() const {
    return parse(family() == AF_INET6 ? "::" : "0.0.0.0", text().port);
}

socklen_t SocketAddress::length() const noexcept {
    return storage_.ss_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
}

bool SocketAddress::is_loopback() const noexcept {
    if (family() == AF_INET)
        return (ntohl(reinterpret_cast<const sockaddr_in&>(storage_).sin_addr.s_addr) >> 24) == 127;
    return family() == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(storage_).sin6_addr);
}

Address SocketAddress::text() const {
    char buffer[INET6_ADDRSTRLEN] = "";
    if (family() == AF_INET) {
        const auto& in = reinterpret_cast<const sockaddr_in&>(storage_);
        inet_ntop(AF_INET, &in.sin_addr, buffer, sizeof buffer);
        return {buffer, ntohs(in.sin_port)};
    }
    if (family() != AF_INET6) return {};
    const auto& in6 = reinterpret_cast<const sockaddr_in6&>(storage_);
    inet_ntop(AF_INET6, &in6.sin6_addr, buffer, sizeof buffer);
    return {buffer, ntohs(in6.sin6_port)};
}

}  // namespace asyncio::detail
