// loop.sock_recv() and its like: a program's own sockets, awaited.
#include "engine/base/socket_address.h"
#include "engine/streams/connect.h"
#include "engine/streams/resolve.h"
#include "engine/streams/sock_ready.h"
#include "engine/streams/socket.h"
#include "engine/streams/socket_io.h"
#include "engine/tasks/task.h"

#include <sys/socket.h>
#include <cerrno>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace asyncio {

namespace detail {

namespace {

// How many bytes were sent: of a datagram all or none.
std::size_t send_some_of(EventLoop& loop, const Socket& socket, std::string_view data) {
    if (socket.type() != SOCK_DGRAM) return send_now(loop, socket.fileno(), data);
    return send_datagram(loop, socket.fileno(), data, std::nullopt) ? data.size() : 0;
}

// By the names of the methods that make them: they show in the await chain.
namespace sock {

Coroutine<Bytes> sock_recv(EventLoop& loop, Socket socket, std::size_t n) {
    std::function<std::optional<Bytes>()> attempt = [&loop, socket, n]() -> std::optional<Bytes> {
        Bytes data(n, '\0');
        const auto count = receive_now(loop, socket.fileno(), data);
        if (!count) return std::nullopt;
        data.resize(*count);
        return data;
    };
    co_return co_await when_ready<Bytes>(loop, socket.fileno(), Observer::kReading, "sock_recv",
                                         std::move(attempt));
}

Coroutine<std::size_t> sock_recv_into(EventLoop& loop, Socket socket, std::span<char> buffer) {
    std::function<std::optional<std::size_t>()> attempt = [&loop, socket, buffer] {
        return receive_now(loop, socket.fileno(), buffer);
    };
    co_return co_await when_ready<std::size_t>(loop, socket.fileno(), Observer::kReading, "sock_recv_into",
                                               std::move(attempt));
}

using Datagram = std::pair<Bytes, Address>;

Coroutine<Datagram> sock_recvfrom(EventLoop& loop, Socket socket, std::size_t bufsize) {
    std::function<std::optional<Datagram>()> attempt = [&loop, socket, bufsize]() -> std::optional<Datagram> {
        Bytes data(bufsize, '\0');
        const auto got = receive_datagram(loop, socket.fileno(), data);
        if (!got) return std::nullopt;
        data.resize(got->first);
        return Datagram(std::move(data), got->second.text());
    };
    co_return co_await when_ready<Datagram>(loop, socket.fileno(), Observer::kReading, "sock_recvfrom",
                                            std::move(attempt));
}

using Received = std::pair<std::size_t, Address>;

Coroutine<Received> sock_recvfrom_into(EventLoop& loop, Socket socket, std::span<char> buffer) {
    std::function<std::optional<Received>()> attempt = [&loop, socket, buffer]() -> std::optional<Received> {
        const auto got = receive_datagram(loop, socket.fileno(), buffer);
        if (!got) return std::nullopt;
        return Received(got->first, got->second.text());
    };
    co_return co_await when_ready<Received>(loop, socket.fileno(), Observer::kReading, "sock_recvfrom_into",
                                            std::move(attempt));
}

Coroutine<> sock_sendall(EventLoop& loop, Socket socket, Bytes data) {
    std::size_t sent = 0;
    std::function<std::optional<std::size_t>()> attempt = [&]() -> std::optional<std::size_t> {
        sent += send_some_of(loop, socket, std::string_view(data).substr(sent));
        return sent == data.size() ? std::optional(sent) : std::nullopt;
    };
    co_await when_ready<std::size_t>(loop, socket.fileno(), Observer::kWriting, "sock_sendall",
                                     std::move(attempt));
}

Coroutine<std::size_t> sock_sendto(EventLoop& loop, Socket socket, Bytes data, Address address) {
    std::function<std::optional<std::size_t>()> attempt = [&]() -> std::optional<std::size_t> {
        if (!send_datagram(loop, socket.fileno(), data, numeric_address(address))) return std::nullopt;
        return data.size();
    };
    co_return co_await when_ready<std::size_t>(loop, socket.fileno(), Observer::kWriting, "sock_sendto",
                                               std::move(attempt));
}

Coroutine<> sock_connect(EventLoop& loop, Socket socket, Address address) {
    SocketAddress to;
    if (address.is_path()) {
        to = SocketAddress::unix_path(address.host);
    } else {
        const std::vector<SocketAddress> found =
            co_await resolve(loop, address.host, address.port, socket.family());
        if (found.empty()) throw OSError("getaddrinfo() returned empty list");
        check_port(address.port, "connect");
        to = found[0];
    }
    if (socket.type() == SOCK_STREAM) {
        co_await detail::sock_connect(loop, socket.fileno(), to);
    } else {
        if (::connect(socket.fileno(), to.get(), to.length()) != 0) throw_os_error(errno);
        note_datagram_socket(loop, socket.fileno());
    }
}

using Accepted = std::pair<Socket, Address>;

Coroutine<Accepted> sock_accept(EventLoop& loop, Socket socket) {
    std::function<std::optional<Accepted>()> attempt = [&loop, socket]() -> std::optional<Accepted> {
        const int fd = ::accept4(socket.fileno(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EAGAIN || errno == EINTR) return std::nullopt;
            throw_os_error(errno);
        }
        const SocketAddress peer = SocketAddress::remote(fd);
        loop.network().accepted(socket.fileno(), fd, peer.known() ? peer.key() : std::string());
        return Accepted(Socket::of_fd(fd), peer.known() ? peer.text() : Address());
    };
    co_return co_await when_ready<Accepted>(loop, socket.fileno(), Observer::kReading, "sock_accept",
                                            std::move(attempt));
}

}  // namespace sock

EventLoop& loop_of(LoopConnections& connections) { return static_cast<EventLoop&>(connections); }

}  // namespace

Coroutine<Bytes> LoopConnections::sock_recv(Socket socket, std::size_t n) {
    return sock::sock_recv(loop_of(*this), std::move(socket), n);
}
Coroutine<std::size_t> LoopConnections::sock_recv_into(Socket socket, std::span<char> buffer) {
    return sock::sock_recv_into(loop_of(*this), std::move(socket), buffer);
}
Coroutine<std::pair<Bytes, Address>> LoopConnections::sock_recvfrom(Socket socket, std::size_t bufsize) {
    return sock::sock_recvfrom(loop_of(*this), std::move(socket), bufsize);
}
Coroutine<std::pair<std::size_t, Address>> LoopConnections::sock_recvfrom_into(Socket socket,
                                                                               std::span<char> buf,
                                                                               std::size_t nbytes) {
    if (nbytes > buf.size()) throw ValueError("nbytes is greater than the length of the buffer");
    return sock::sock_recvfrom_into(loop_of(*this), std::move(socket), nbytes == 0 ? buf : buf.first(nbytes));
}
Coroutine<void> LoopConnections::sock_sendall(Socket socket, Bytes data) {
    return sock::sock_sendall(loop_of(*this), std::move(socket), std::move(data));
}
Coroutine<std::size_t> LoopConnections::sock_sendto(Socket socket, Bytes data, Address address) {
    return sock::sock_sendto(loop_of(*this), std::move(socket), std::move(data), std::move(address));
}
Coroutine<void> LoopConnections::sock_connect(Socket socket, Address address) {
    return sock::sock_connect(loop_of(*this), std::move(socket), std::move(address));
}
Coroutine<std::pair<Socket, Address>> LoopConnections::sock_accept(Socket socket) {
    return sock::sock_accept(loop_of(*this), std::move(socket));
}

}  // namespace detail
}  // namespace asyncio
