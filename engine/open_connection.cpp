#include "engine/open_socket.h"
#include "engine/socket_address.h"
#include "engine/streams.h"

#include <unistd.h>
#include <cerrno>

namespace asyncio {

namespace detail {

namespace {

int new_socket(int family) {
    const int fd = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) throw_os_error(errno);
    return fd;
}

// Waits until a connecting socket is writable: asyncio's _sock_connect_cb().
class ConnectCallback final : public Runnable {
public:
    ConnectCallback(EventLoop& loop, int fd, SocketAddress address, Ref<FutureState<void>> connected)
        : Runnable(ObjectKind::watcher),
          loop_(loop),
          fd_(fd),
          address_(address),
          connected_(std::move(connected)) {
        id_ = loop.next_object_id();
        if (Observer* observer = loop.observer())
            observer->created(*this, {.name = "connect", .internal = true});
    }

    void run(FutureBase*) override {
        if (connected_->done()) return;
        int error = 0;
        socklen_t length = sizeof error;
        ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error == 0) {
            loop_.network().connected(fd_);
            return connected_->set_result(None{});
        }
        try {
            throw_os_error(error, "Connect call failed " + address_.repr());
        } catch (...) {
            connected_->FutureBase::set_exception(std::current_exception());
        }
    }
    std::string_view call_name() const noexcept override { return "sock_connect"; }

    void stop() {
        if (!loop_.selector().remove(fd_, Observer::kWriting)) return;
        if (Observer* observer = loop_.observer()) observer->unwatch(*this, Observer::kWriting);
    }

private:
    EventLoop& loop_;
    int fd_;
    SocketAddress address_;
    Ref<FutureState<void>> connected_;
};

Coroutine<> sock_connect(EventLoop& loop, int fd, SocketAddress address) {
    const auto connected = make_internal_future<void>(loop, "connect");
    if (::connect(fd, address.get(), address.length()) == 0) {
        loop.network().connecting(fd, SocketAddress::local(fd).key(), address.key(), address.any().key());
        loop.network().connected(fd);
        connected->set_result(None{});
    } else if (errno == EINPROGRESS) {
        loop.network().connecting(fd, SocketAddress::local(fd).key(), address.key(), address.any().key());
        const auto callback = make_ref<ConnectCallback>(loop, fd, address, connected);
        loop.selector().add(fd, Observer::kWriting, *callback);
        if (Observer* observer = loop.observer()) observer->watch(*callback, Observer::kWriting);
        // As asyncio's _sock_write_done(): a done callback, so it runs before the waiter resumes.
        const auto done = make_ref<CallbackState>(
            "sock_write_done", [callback](const FutureRef&) { callback->stop(); }, ObjectKind::callback);
        connected->add_callback(*done);
    } else {
        throw_os_error(errno, "Connect call failed " + address.repr());
    }
    co_await Future<void>(connected);
}

}  // namespace
}  // namespace detail

Coroutine<Connection> open_connection(std::string host, int port, StreamOptions options) {
    EventLoop& loop = get_running_loop();
    const auto address = detail::SocketAddress::parse(host, port);
    detail::OpenSocket socket(loop, detail::new_socket(address.family()));
    co_await detail::sock_connect(loop, socket.get(), address);
    const auto reader = detail::make_ref<detail::ReaderState>(loop, options.limit);
    const auto protocol = detail::make_ref<detail::StreamProtocol>(loop, reader, nullptr);
    const auto waiter = detail::make_internal_future<void>(loop, "connection_made");
    const auto transport =
        detail::make_ref<detail::SocketTransport>(loop, socket.release(), protocol, waiter, nullptr);
    co_await Future<void>(waiter);
    co_return Connection(StreamReader(reader), StreamWriter(protocol, transport));
}

}  // namespace asyncio
