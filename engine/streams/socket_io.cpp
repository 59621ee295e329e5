#include "engine/streams/socket_io.h"

#include "engine/base/errors.h"
#include "engine/streams/transport_socket.h"
#include "engine/system/virtual_window.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <cerrno>

namespace asyncio::detail {

namespace {

bool is_for_later(int error_number) { return error_number == EAGAIN || error_number == EINTR; }

std::size_t send_once(int fd, std::string_view data) {
    const ssize_t sent = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    if (!is_for_later(errno)) throw_os_error(errno);
    return 0;
}

bool becomes_writable(int fd) {
    constexpr int kRoomPatience_ms = 5000;
    pollfd asked{.fd = fd, .events = POLLOUT, .revents = 0};
    return ::poll(&asked, 1, kRoomPatience_ms) > 0 && (asked.revents & POLLOUT) != 0;
}

}  // namespace

std::optional<std::size_t> receive_now(EventLoop& loop, int fd, std::span<char> room) {
    const ssize_t got = ::recv(fd, room.data(), room.size(), 0);
    if (got < 0) {
        if (is_for_later(errno)) return std::nullopt;
        throw_os_error(errno);
    }
    if (got == 0)
        loop.network().eof_received(fd);
    else
        loop.network().received(fd, static_cast<std::size_t>(got));
    loop.network().datagrams().received(fd);
    return static_cast<std::size_t>(got);
}

std::size_t send_now(EventLoop& loop, int fd, std::string_view data) {
    const bool is_virtual = loop.virtual_time();
    if (is_virtual && !loop.network().peer_is_gone(fd)) {
        const std::size_t under_way = loop.network().in_flight_from(fd);
        const std::size_t window = virtual_window(fd);
        data = data.substr(0, under_way < window ? window - under_way : 0);
        if (data.empty()) return 0;
    }
    std::size_t sent = send_once(fd, data);
    // The window has room for it: what the kernel does not take yet it takes once it has carried the rest.
    while (sent < data.size() && is_virtual && loop.network().is_inside(fd) && becomes_writable(fd))
        sent += send_once(fd, data.substr(sent));
    loop.network().sent(fd, sent);
    return sent;
}

std::optional<std::pair<std::size_t, SocketAddress>> receive_datagram(EventLoop& loop, int fd,
                                                                      std::span<char> room) {
    sockaddr_storage from{};
    socklen_t length = sizeof from;
    const ssize_t got =
        ::recvfrom(fd, room.data(), room.size(), 0, reinterpret_cast<sockaddr*>(&from), &length);
    if (got < 0) {
        if (is_for_later(errno)) return std::nullopt;
        throw_os_error(errno);
    }
    loop.network().datagrams().received(fd);
    return std::pair(static_cast<std::size_t>(got),
                     SocketAddress(reinterpret_cast<const sockaddr*>(&from), length));
}

bool send_datagram(EventLoop& loop, int fd, std::string_view data, const std::optional<SocketAddress>& to) {
    const auto send = [&] {
        const ssize_t sent =
            to ? ::sendto(fd, data.data(), data.size(), MSG_NOSIGNAL, to->get(), to->length())
               : ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
        if (sent < 0 && !is_for_later(errno)) throw_os_error(errno);
        return sent >= 0;
    };
    if (!loop.virtual_time()) return send();
    const SocketAddress remote = to ? *to : SocketAddress::remote(fd);
    const std::string key = remote.key(), any = remote.is_loopback() ? remote.any().key() : key;
    if (!loop.network().datagrams().may_send(SocketAddress::local(fd).text().port, key, any)) return true;
    if (!send()) return false;
    note_datagram_socket(loop, fd);  // by sending it may have got an address
    loop.network().sent_datagram(SocketAddress::local(fd).text().port, key, any, data.size());
    return true;
}

void note_datagram_socket(EventLoop& loop, int fd) {
    if (!loop.virtual_time()) return;
    const TransportSocket socket(fd);
    if (socket.type() != SOCK_DGRAM || socket.family() == AF_UNIX) return;
    const SocketAddress peer = SocketAddress::remote(fd);
    loop.network().datagrams().opened(fd,
                                      {SocketAddress::local(fd).key(), peer.known() ? peer.text().port : 0},
                                      static_cast<std::size_t>(socket.getsockopt(SOL_SOCKET, SO_RCVBUF)));
}

SocketAddress numeric_address(const Address& address) {
    if (address.is_path()) return SocketAddress::unix_path(address.host);
    const std::string host = address.host == "localhost" ? "127.0.0.1" : address.host;  // as everywhere
    const SocketAddress numeric = SocketAddress::numeric(host, address.port);
    if (!numeric.known()) throw gaierror(EAI_NONAME, ::gai_strerror(EAI_NONAME));
    return numeric;
}

}  // namespace asyncio::detail
