// loop.sock_recv() and its like: a program's own sockets, awaited.
#include "engine/base/socket_address.h"
#include "engine/streams/connect.h"
#include "engine/streams/resolve.h"
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

// A descriptor is ready: tries again, and resolves the future once that gives something.
template <class T>
class SockCallback final : public Runnable {
public:
    using Try = std::function<std::optional<T>()>;

    SockCallback(EventLoop& loop, int fd, const char* name, Ref<FutureState<T>> future, Try attempt)
        : Runnable(ObjectKind::watcher),
          loop_(loop),
          fd_(fd),
          name_(name),
          future_(std::move(future)),
          attempt_(std::move(attempt)) {
        id_ = loop.next_object_id();
        if (Observer* observer = loop.observer()) observer->created(*this, {.name = name, .internal = true});
    }

    void run(FutureBase*) override {
        if (future_->done()) return;  // cancelled in the turn before
        try {
            if (auto result = attempt_()) future_->set_result(std::move(*result));
        } catch (...) {
            const std::exception_ptr error = std::current_exception();
            if (leaves_the_loop(error)) throw;
            future_->FutureBase::set_exception(error);
        }
    }
    std::string_view call_name() const noexcept override { return name_; }
    void append_waiters(std::vector<FutureBase*>& waiters) override { waiters.push_back(future_.get()); }

    // Replaces whoever watched it before.
    void start(Observer::Direction direction) {
        const Runnable* other = loop_.selector().callback(fd_, direction);
        if (other && other->kind() != ObjectKind::watcher)
            throw RuntimeError("File descriptor " + std::to_string(fd_) + " is used by transport");
        loop_.selector().add(fd_, direction, *this);
        if (Observer* observer = loop_.observer()) observer->watch(*this, direction);
    }
    void stop(Observer::Direction direction) {
        if (loop_.selector().callback(fd_, direction) != this) return;
        loop_.selector().remove(fd_, direction);
        if (Observer* observer = loop_.observer()) observer->unwatch(*this, direction);
    }

private:
    EventLoop& loop_;
    int fd_;
    const char* name_;
    Ref<FutureState<T>> future_;
    Try attempt_;
};

// `attempt` gives nothing while the descriptor is not ready. Called once at first: what can be had at once
// is.
template <class T>
Coroutine<T> when_ready(EventLoop& loop, int fd, Observer::Direction direction, const char* name,
                        std::function<std::optional<T>()> attempt) {
    if (std::optional<T> result = attempt()) co_return std::move(*result);
    const auto future = make_internal_future<T>(loop, name);
    const auto callback = make_ref<SockCallback<T>>(loop, fd, name, future, std::move(attempt));
    callback->start(direction);
    // As asyncio's _sock_read_done(): a done callback, so it runs before the waiter resumes.
    const auto done = make_ref<CallbackState>(
        "sock_done", [callback, direction](const FutureRef&) { callback->stop(direction); },
        ObjectKind::callback);
    future->add_callback(*done);
    co_return co_await Future<T>(future);
}

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
