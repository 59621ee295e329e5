// A socket of the program's own, which loop.sock_recv() and its like work with.
#pragma once

#include "engine/base/address.h"
#include "engine/base/bytes.h"
#include "engine/streams/transport_socket.h"

#include <sys/socket.h>
#include <cstddef>
#include <memory>
#include <string>

namespace asyncio {

// As much of Python's socket.socket as asyncio's users need, non-blocking from the start. A handle: copies
// refer to the same socket, and the last one closes it. The constants are those of <sys/socket.h>. All throw
// OSError.
class Socket {
public:
    explicit Socket(int family = AF_INET, int type = SOCK_STREAM);
    // Takes `fd` over.
    static Socket of_fd(int fd);

    // -1 once closed or detached.
    int fileno() const noexcept { return descriptor_->fd; }
    int family() const { return shown().family(); }
    int type() const { return shown().type(); }
    // It is non-blocking already; a loop's sock_recv() and its like need it so.
    void setblocking(bool blocking) const;
    // Numbers only, no names: ("127.0.0.1", 0) is any port. A path for a Unix socket.
    void bind(const Address& address) const;
    void listen(int backlog = 128) const;
    Address getsockname() const { return shown().getsockname(); }
    Address getpeername() const { return shown().getpeername(); }
    int getsockopt(int level, int option) const { return shown().getsockopt(level, option); }
    void setsockopt(int level, int option, int value) const { shown().setsockopt(level, option, value); }
    // At most `n` bytes; none at the end of the stream. How many of `data` it took. Both throw
    // BlockingIOError if that is nothing now.
    Bytes recv(std::size_t n) const;
    std::size_t send(detail::Piece data) const;
    // SHUT_RD, SHUT_WR, SHUT_RDWR
    void shutdown(int how) const;
    void close() const noexcept { descriptor_->close(); }
    // Gives the descriptor away: `{.sock = socket.detach()}`.
    int detach() const noexcept;
    // As Python shows it.
    std::string repr() const;

    friend bool operator==(const Socket&, const Socket&) = default;

private:
    struct Descriptor {
        explicit Descriptor(int fd_) noexcept : fd(fd_) {}
        Descriptor(const Descriptor&) = delete;
        Descriptor& operator=(const Descriptor&) = delete;
        ~Descriptor() { close(); }
        void close() noexcept;
        int fd;
    };
    explicit Socket(std::shared_ptr<Descriptor> descriptor) : descriptor_(std::move(descriptor)) {}
    TransportSocket shown() const noexcept { return TransportSocket(descriptor_->fd); }

    std::shared_ptr<Descriptor> descriptor_;
};

// A socket that a connection or a server takes over: a Socket, which has no descriptor any more then, or a
// descriptor.
class SocketArgument {
public:
    SocketArgument() = default;
    SocketArgument(int fd) noexcept : fd_(fd) {}
    SocketArgument(const Socket& socket) noexcept : fd_(socket.detach()) {}
    // -1: none.
    operator int() const noexcept { return fd_; }

private:
    int fd_ = -1;
};

// Two that are connected to each other: Python's socket.socketpair().
std::pair<Socket, Socket> socketpair();

}  // namespace asyncio
