#include "engine/streams/socket.h"

#include "engine/base/errors.h"
#include "engine/base/socket_address.h"
#include "engine/loop/event_loop.h"
#include "engine/streams/socket_io.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <utility>

namespace asyncio {

namespace {

int new_socket_of(int family, int type) {
    const int fd = ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) throw_os_error(errno);
    return fd;
}

}  // namespace

Socket::Socket(int family, int type) : Socket(std::make_shared<Descriptor>(new_socket_of(family, type))) {}

Socket Socket::of_fd(int fd) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    return Socket(std::make_shared<Descriptor>(fd));
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

void Socket::shutdown(int how) const {
    if (::shutdown(fileno(), how) != 0) throw_os_error(errno);
    if (EventLoop* loop = how == SHUT_RD ? nullptr : detail::running_loop())
        loop->network().write_side_closed(fileno());
}

int Socket::detach() const noexcept {
    if (EventLoop* loop = detail::running_loop(); loop && fileno() >= 0) loop->network().closed(fileno());
    return std::exchange(descriptor_->fd, -1);
}

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
