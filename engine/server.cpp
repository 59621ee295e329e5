#include "engine/server.h"

#include "engine/gather.h"
#include "engine/open_socket.h"
#include "engine/sleep.h"
#include "engine/socket_address.h"

#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace asyncio {

namespace detail {

namespace {

// The listening socket is readable: connections are waiting. Shows under the server's number.
class AcceptCallback final : public Runnable {
public:
    AcceptCallback(ServerState& server, int fd) : Runnable(ObjectKind::server), server_(&server), fd_(fd) {
        id_ = server.id();
    }
    void run(FutureBase*) override { server_->accept_ready(fd_); }
    std::string_view call_name() const noexcept override { return "accept_connection"; }

private:
    Ref<ServerState> server_;
    int fd_;
};

// asyncio's _accept_connection2(): a task that waits until the connection was made. It may be cancelled
// before it begins.
Coroutine<> connection_accepted(Ref<ServerState> server, OpenSocket connection,
                                std::shared_ptr<const ClientConnectedCallback> callback, std::size_t limit) {
    EventLoop& loop = server->loop();
    const auto reader = make_ref<ReaderState>(loop, limit);
    const auto protocol = make_ref<StreamProtocol>(loop, reader, std::move(callback));
    const auto waiter = make_internal_future<void>(loop, "connection_made");
    const auto transport = make_ref<SocketTransport>(loop, connection.release(), protocol, waiter, server);
    co_await Future<void>(waiter);
}

}  // namespace

ServerState::ServerState(EventLoop& loop, std::vector<int> fds,
                         std::shared_ptr<const ClientConnectedCallback> callback, std::size_t limit,
                         int backlog)
    : ConnectionOwner(ObjectKind::server),
      loop_(&loop),
      fds_(std::move(fds)),
      callback_(std::move(callback)),
      limit_(limit),
      backlog_(backlog) {
    loop.retain();
    loop.add_resource(*this);
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer()) observer->created(*this, {.name = "server", .internal = true});
}

ServerState::~ServerState() {
    loop_->remove_resource(*this);
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    for (const int fd : fds_) ::close(fd);
    loop_->release();
}

void ServerState::abandon() noexcept {
    for (const int fd : std::exchange(fds_, {})) ::close(fd);
    open_ = serving_ = false;
}

std::vector<ServerSocket> ServerState::sockets() const {
    std::vector<ServerSocket> all;
    for (const int fd : fds_) all.emplace_back(SocketAddress::local(fd).text());
    return all;
}

void ServerState::start_serving() {
    if (serving_) return;
    serving_ = true;
    for (const int fd : fds_) {
        if (::listen(fd, backlog_) != 0) throw_os_error(errno);
        loop_->network().listening(fd, SocketAddress::local(fd).key());
        loop_->selector().add(fd, Observer::kReading, *make_ref<AcceptCallback>(*this, fd));
        if (Observer* observer = loop_->observer()) observer->watch(*this, Observer::kReading);
    }
}

// As asyncio: up to backlog connections in one go.
void ServerState::accept_ready(int fd) {
    for (int i = 0; i <= backlog_; ++i) {
        const int connection = ::accept4(fd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (connection < 0) {
            if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED) return;
            try {
                throw_os_error(errno);
            } catch (...) {
                return loop_->call_exception_handler({.message = "socket.accept() out of system resource",
                                                      .exception = std::current_exception()});
            }
        }
        loop_->network().accepted(fd, connection, SocketAddress::remote(connection).key());
        auto accepted =
            connection_accepted(Ref<ServerState>(this), OpenSocket(*loop_, connection), callback_, limit_);
        loop_->make_task(std::move(accepted), {}, true, std::source_location::current());
    }
}

void ServerState::close() {
    if (!open_) return;
    open_ = serving_ = false;
    if (Observer* observer = loop_->observer())
        observer->stream(Observer::StreamEvent::close, *this, Observer::kNeither, 0, {}, 0);
    for (const int fd : std::exchange(fds_, {})) {
        if (loop_->selector().remove(fd, Observer::kReading))
            if (Observer* observer = loop_->observer()) observer->unwatch(*this, Observer::kReading);
        loop_->network().closed(fd);
        ::close(fd);
    }
    if (clients_ == 0) wake_waiters();
}

void ServerState::attach(SocketTransport& transport) {
    ++clients_;
    if (Observer* observer = loop_->observer()) observer->linked(*this, transport, "connection");
}

void ServerState::detach(SocketTransport& transport) {
    if (Observer* observer = loop_->observer()) observer->unlinked(*this, transport);
    if (--clients_ == 0 && !open_) wake_waiters();
}

void ServerState::wake_waiters() {
    all_gone_ = true;
    for (const auto& waiter : std::exchange(waiters_, {}))
        if (!waiter->done()) waiter->set_result(None{});
}

Coroutine<> ServerState::wait_closed() {
    const Ref<ServerState> self(this);
    if (all_gone_) co_return;
    const auto waiter = make_internal_future<void>(*loop_, "Server.wait_closed");
    waiters_.push_back(waiter);
    co_await Future<void>(waiter);
}

namespace {

Coroutine<SocketAddress> resolve(std::string host, int port) { co_return SocketAddress::parse(host, port); }

int bound_socket(const SocketAddress& address) {
    const int fd = ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) throw_os_error(errno);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(fd, address.get(), address.length()) == 0) return fd;
    const int error = errno;
    ::close(fd);
    throw_os_error(error, "error while attempting to bind on address " + address.text().repr() + ": " +
                              std::strerror(error));
}

}  // namespace

Coroutine<Server> start_server(std::shared_ptr<const ClientConnectedCallback> callback, std::string host,
                               int port, ServerOptions options) {
    EventLoop& loop = get_running_loop();
    // asyncio resolves each host in a task of its own and gathers them.
    std::vector<FutureRef> lookups;
    lookups.push_back(
        loop.make_task(resolve(std::move(host), port), {}, true, std::source_location::current()).state());
    const auto resolved = make_gather<std::vector<SocketAddress>>(
        std::move(lookups), false, [](const std::vector<FutureRef>& done) {
            std::vector<SocketAddress> addresses;
            for (const auto& each : done) addresses.push_back(GatherAccess::result_of<SocketAddress>(*each));
            return addresses;
        });
    const std::vector<SocketAddress> addresses = co_await resolved;
    std::vector<int> fds;
    for (const SocketAddress& address : addresses) fds.push_back(bound_socket(address));
    const auto server =
        make_ref<ServerState>(loop, std::move(fds), std::move(callback), options.limit, options.backlog);
    if (options.start_serving) {
        server->start_serving();
        co_await sleep(0);  // as asyncio: the loop has a turn before the caller goes on
    }
    co_return Server(server);
}

}  // namespace detail

Coroutine<> Server::aenter() const { co_return; }

namespace detail {
namespace {
Coroutine<> aexit(Server server, std::exception_ptr error) {
    server.close();
    co_await server.wait_closed();
    if (error) std::rethrow_exception(error);
}
}  // namespace
}  // namespace detail

Coroutine<> Server::aexit(std::exception_ptr error) const { return detail::aexit(*this, std::move(error)); }

}  // namespace asyncio
