#include "engine/streams/connect.h"

#include "engine/streams/transport_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>

namespace asyncio::detail {

namespace {

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

// connect() has begun, or is done already.
void note_connecting(EventLoop& loop, int fd, const SocketAddress& address) {
    loop.network().connecting(fd, SocketAddress::local(fd).key(), address.key(), address.any().key());
}

void wait_until_connected(EventLoop& loop, int fd, const SocketAddress& address,
                          const Ref<FutureState<void>>& connected) {
    const auto callback = make_ref<ConnectCallback>(loop, fd, address, connected);
    loop.selector().add(fd, Observer::kWriting, *callback);
    if (Observer* observer = loop.observer()) observer->watch(*callback, Observer::kWriting);
    // As asyncio's _sock_write_done(): a done callback, so it runs before the waiter resumes.
    const auto done = make_ref<CallbackState>(
        "sock_write_done", [callback](const FutureRef&) { callback->stop(); }, ObjectKind::callback);
    connected->add_callback(*done);
}

}  // namespace

int new_socket(int family) {
    const int fd = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) throw_os_error(errno);
    return fd;
}

void check_stream_socket(int fd) {
    const TransportSocket socket(fd);
    if (socket.type() != SOCK_STREAM) throw ValueError("A Stream Socket was expected, got " + socket.repr());
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void check_unix_stream_socket(int fd) {
    const TransportSocket socket(fd);
    if (socket.family() != AF_UNIX || socket.type() != SOCK_STREAM)
        throw ValueError("A UNIX Domain Stream Socket was expected, got " + socket.repr());
    check_stream_socket(fd);
}

Coroutine<> sock_connect(EventLoop& loop, int fd, SocketAddress address) {
    const auto connected = make_internal_future<void>(loop, "connect");
    if (::connect(fd, address.get(), address.length()) == 0) {
        note_connecting(loop, fd, address);
        loop.network().connected(fd);
        connected->set_result(None{});
    } else if (errno == EINPROGRESS) {
        note_connecting(loop, fd, address);
        wait_until_connected(loop, fd, address, connected);
    } else {
        throw_os_error(errno);
    }
    co_await Future<void>(connected);
}

bool is_abstract(const std::string& path) { return path.empty() || path[0] == '\0'; }

void remove_stale_socket(const std::string& path) {
    struct stat status {};
    if (is_abstract(path) || ::stat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) return;
    ::unlink(path.c_str());
}

void throw_bind_error(int error_number, const SocketAddress& address) {
    std::string reason = "[errno " + std::to_string(error_number) + "] " + std::strerror(error_number);
    std::transform(reason.begin(), reason.end(), reason.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    throw_os_error(error_number,
                   "error while attempting to bind on address " + address.repr() + ": " + reason);
}

}  // namespace asyncio::detail
