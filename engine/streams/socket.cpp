#include "engine/streams/socket.h"

#include "engine/base/errors.h"
#include "engine/base/socket_address.h"
#include "engine/loop/event_loop.h"
#include "engine/streams/socket_io.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace asyncio {

namespace {

int new_socket_of(int family, int type) {
    const int fd = ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) throw_os_error(errno);
    return fd;
}

// Without a loop that keeps count.
std::optional<std::size_t> received(int fd, std::span<char> room) {
    const ssize_t count = ::recv(fd, room.data(), room.size(), 0);
    if (count < 0) throw_os_error(errno);
    return static_cast<std::size_t>(count);
}
std::size_t sent(int fd, std::string_view data) {
    const ssize_t count = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (count < 0) throw_os_error(errno);
    return static_cast<std::size_t>(count);
}

}  // namespace

Socket::Socket(int family, int type) : Socket(std::make_shared<Descriptor>(new_socket_of(family, type))) {}

Socket Socket::of_fd(int fd) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    return Socket(std::make_shared<Descriptor>(fd));
}

void Socket::setblocking(bool blocking) const {
    const int flags = ::fcntl(fileno(), F_GETFL);
    if (flags < 0) throw_os_error(errno);
    ::fcntl(fileno(), F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

void Socket::bind(const Address& address) const {
    const detail::SocketAddress found = detail::numeric_address(address);
    if (::bind(fileno(), found.get(), found.length()) != 0) throw_os_error(errno);
    if (EventLoop* loop = detail::running_loop()) detail::note_datagram_socket(*loop, fileno());
}

void Socket::listen(int backlog) const {
    if (::listen(fileno(), backlog) != 0) throw_os_error(errno);
    if (EventLoop* loop = detail::running_loop())
        loop->network().listening(fileno(), detail::SocketAddress::local(fileno()).key());
}

Bytes Socket::recv(std::size_t n) const {
    Bytes data(n, '\0');
    EventLoop* loop = detail::running_loop();
    const auto count = loop ? detail::receive_now(*loop, fileno(), data) : received(fileno(), data);
    if (!count) throw_os_error(EAGAIN);
    data.resize(*count);
    return data;
}

std::size_t Socket::send(detail::Piece data) const {
    const std::string_view all = data;
    EventLoop* loop = detail::running_loop();
    std::size_t count = 0;
    if (loop && type() == SOCK_DGRAM)
        count = detail::send_datagram(*loop, fileno(), all, std::nullopt) ? all.size() : 0;
    else
        count = loop ? detail::send_now(*loop, fileno(), all) : sent(fileno(), all);
    if (count == 0 && !all.empty()) throw_os_error(EAGAIN);
    return count;
}

void Socket::shutdown(int how) const {
    if (::shutdown(fileno(), how) != 0) throw_os_error(errno);
    if (EventLoop* loop = how == SHUT_RD ? nullptr : detail::running_loop())
        loop->network().write_side_closed(fileno());
}

// The loop goes on knowing it: as a rule a connection or a server takes it over.
int Socket::detach() const noexcept { return std::exchange(descriptor_->fd, -1); }

void Socket::Descriptor::close() noexcept {
    if (fd < 0) return;
    if (EventLoop* loop = detail::running_loop()) loop->network().closed(fd);
    ::close(std::exchange(fd, -1));
}

std::string Socket::repr() const {
    if (fileno() < 0) return "<socket.socket [closed] fd=-1>";
    return "<socket.socket" + shown().repr().substr(std::string("<asyncio.TransportSocket").size());
}

std::pair<Socket, Socket> socketpair() {
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) throw_os_error(errno);
    return {Socket::of_fd(pair[0]), Socket::of_fd(pair[1])};
}

}  // namespace asyncio
