#include "engine/streams/transport_socket.h"

#include "engine/base/errors.h"
#include "engine/base/socket_address.h"

#include <sys/socket.h>
#include <cerrno>

namespace asyncio {

using detail::SocketAddress;

int TransportSocket::family() const { return SocketAddress::local(fd_).family(); }

int TransportSocket::type() const { return getsockopt(SOL_SOCKET, SO_TYPE); }

Address TransportSocket::getsockname() const { return SocketAddress::local(fd_).text(); }

Address TransportSocket::getpeername() const {
    const SocketAddress address = SocketAddress::remote(fd_);
    if (!address.known()) throw_os_error(ENOTCONN);
    return address.text();
}

int TransportSocket::getsockopt(int level, int option) const {
    int value = 0;
    socklen_t length = sizeof value;
    if (::getsockopt(fd_, level, option, &value, &length) != 0) throw_os_error(errno);
    return value;
}

void TransportSocket::setsockopt(int level, int option, int value) const {
    if (::setsockopt(fd_, level, option, &value, sizeof value) != 0) throw_os_error(errno);
}

std::string TransportSocket::repr() const {
    std::string text = "<asyncio.TransportSocket fd=" + std::to_string(fd_);
    try {
        const int protocol = getsockopt(SOL_SOCKET, SO_PROTOCOL);
        text += ", family=" + std::to_string(family()) + ", type=" + std::to_string(type()) +
                ", proto=" + std::to_string(protocol) + ", laddr=" + getsockname().repr();
        const SocketAddress peer = SocketAddress::remote(fd_);
        if (peer.known()) text += ", raddr=" + peer.text().repr();
    } catch (const OSError&) {
        // Closed: Python leaves out what it cannot ask, too.
    }
    return text + ">";
}

}  // namespace asyncio
