#include "engine/base/socket_address.h"

#include "engine/base/errors.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/un.h>
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace asyncio::detail {

namespace {

constexpr socklen_t kPathStart = offsetof(sockaddr_un, sun_path);

Address ipv4_text(const sockaddr_in& in) {
    char buffer[INET_ADDRSTRLEN] = "";
    inet_ntop(AF_INET, &in.sin_addr, buffer, sizeof buffer);
    return Address(buffer, ntohs(in.sin_port));
}

Address ipv6_text(const sockaddr_in6& in6) {
    char buffer[NI_MAXHOST] = "";  // with the scope, as in fe80::1%eth0
    getnameinfo(reinterpret_cast<const sockaddr*>(&in6), sizeof in6, buffer, sizeof buffer, nullptr, 0,
                NI_NUMERICHOST);
    return Address(buffer, ntohs(in6.sin6_port), ntohl(in6.sin6_flowinfo), in6.sin6_scope_id);
}

}  // namespace

SocketAddress::SocketAddress(const sockaddr* address, socklen_t length) : length_(length) {
    std::memcpy(&storage_, address, std::min<std::size_t>(length, sizeof storage_));
}

SocketAddress SocketAddress::numeric(const std::string& host, int port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return {};
    const SocketAddress address(found->ai_addr, found->ai_addrlen);
    ::freeaddrinfo(found);
    return address;
}

SocketAddress SocketAddress::unix_path(const std::string& path) {
    sockaddr_un un{};
    un.sun_family = AF_UNIX;
    if (path.size() >= sizeof un.sun_path) throw OSError("AF_UNIX path too long");
    std::memcpy(un.sun_path, path.data(), path.size());
    const bool abstract = !path.empty() && path[0] == '\0';
    const std::size_t length = path.size() + (abstract ? 0 : 1);
    return SocketAddress(reinterpret_cast<const sockaddr*>(&un), kPathStart + static_cast<socklen_t>(length));
}

SocketAddress SocketAddress::local(int fd) {
    SocketAddress address;
    address.length_ = sizeof address.storage_;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage_), &address.length_) != 0)
        throw_os_error(errno);
    return address;
}

SocketAddress SocketAddress::remote(int fd) {
    SocketAddress address;
    address.length_ = sizeof address.storage_;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&address.storage_), &address.length_) != 0) return {};
    return address;
}

SocketAddress SocketAddress::any() const {
    if (family() == AF_UNIX) return *this;
    return numeric(family() == AF_INET6 ? "::" : "0.0.0.0", text().port);
}

bool SocketAddress::is_loopback() const noexcept {
    if (family() == AF_INET)
        return (ntohl(reinterpret_cast<const sockaddr_in&>(storage_).sin_addr.s_addr) >> 24) == 127;
    if (family() == AF_UNIX) return true;
    return family() == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(storage_).sin6_addr);
}

Address SocketAddress::text() const {
    if (family() == AF_INET) return ipv4_text(reinterpret_cast<const sockaddr_in&>(storage_));
    if (family() == AF_INET6) return ipv6_text(reinterpret_cast<const sockaddr_in6&>(storage_));
    if (length_ == 0) return Address::nobody();  // as recvfrom() says it
    if (family() != AF_UNIX || length_ <= kPathStart) return Address::unix_path({});
    const auto& un = reinterpret_cast<const sockaddr_un&>(storage_);
    std::string path(un.sun_path, length_ - kPathStart);
    if (path[0] != '\0') path.resize(std::strlen(path.c_str()));  // without the NUL at its end
    return Address::unix_path(std::move(path));
}

}  // namespace asyncio::detail
