#include "engine/streams/server.h"

#include "engine/base/socket_address.h"
#include "engine/streams/open_socket.h"
#include "engine/tls/ssl_transport.h"
#include "engine/waiting/sleep.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>

namespace asyncio {

std::string Sockets::repr() const { return detail::repr_range(*this, "(", size() == 1 ? ",)" : ")"); }

namespace detail {

namespace {

// The listening socket is readable: connections are waiting. Shows under the server's number.
class AcceptCallback final : public Runnable {
public:
    AcceptCallback(ServerState& server, int fd)
        : Runnable(ObjectKind::server), server_(&server), fd_(fd), context_(inherited_context()) {
        id_ = server.id();
    }
    void run(FutureBase*) override {
        const ContextScope scope(context_);
        server_->accept_ready(fd_);
    }
    std::string_view call_name() const noexcept override { return "accept_connection"; }
    ContextHandle call_context() const noexcept override { return context_; }

private:
    Ref<ServerState> server_;
    int fd_;
    ContextHandle context_;  // of the connections; null: an empty one
};

void report_refused(EventLoop& loop, const std::exception_ptr& error, const Ref<ProtocolState>& protocol,
                    const Ref<TransportState>& transport) {
    ExceptionContext context{.message = "Error on transport creation for incoming connection",
                             .exception = error};
    if (protocol) context.protocol = ContextObject(*protocol);
    if (transport) context.transport = ContextObject(*transport);
    loop.call_exception_handler(context);
}

// asyncio's _accept_connection2(): a task that waits until the connection was made. It may be cancelled
// before it begins.
Coroutine<> connection_accepted(Ref<ServerState> server, OpenSocket connection) {
    EventLoop& loop = server->loop();
    if (!server->is_open()) co_return;  // closed meanwhile: nobody is to serve it
    const ServerConfig& config = server->config();
    std::exception_ptr error;
    Ref<ProtocolState> protocol;
    Ref<TransportState> transport;
    try {
        protocol = config.make_protocol();
        const auto waiter = make_internal_future<void>(loop, "connection_made");
        transport = make_transport(loop, std::move(connection), protocol, waiter, server, config.ssl, true);
        co_await Future<void>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    if (!error) co_return;
    if (transport) transport->close();
    if (!is_instance<Exception>(error)) std::rethrow_exception(error);
    // The factory or the handshake failed, or was given up: asyncio says so only in debug mode.
    if (loop.get_debug()) report_refused(loop, error, protocol, transport);
}

void remove_own_file(const ListeningSocket& socket) {
    struct stat status {};
    if (socket.path.empty() || ::stat(socket.path.c_str(), &status) != 0) return;
    if (status.st_ino == socket.inode) ::unlink(socket.path.c_str());
}

}  // namespace

ServerState::ServerState(EventLoop& loop, std::vector<ListeningSocket> sockets, ServerConfig config)
    : ConnectionOwner(ObjectKind::server),
      loop_(&loop),
      sockets_(std::move(sockets)),
      config_(std::move(config)) {
    loop.retain();
    loop.add_resource(*this);
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer()) observer->created(*this, {.name = "server", .internal = true});
}

ServerState::~ServerState() {
    loop_->remove_resource(*this);
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    abandon();
    loop_->release();
}

void ServerState::abandon() noexcept {
    for (const ListeningSocket& socket : std::exchange(sockets_, {})) {
        remove_own_file(socket);
        ::close(socket.fd);
    }
    open_ = serving_ = false;
}

Sockets ServerState::sockets() const {
    Sockets all;
    for (const ListeningSocket& socket : sockets_) all.emplace_back(socket.fd);
    return all;
}

std::string ServerState::repr() const { return "<Server sockets=" + sockets().repr() + ">"; }

void ServerState::start_serving() {
    if (serving_) return;
    serving_ = true;
    if (!open_) throw TypeError("'NoneType' object is not iterable");
    for (const auto& [fd, path, inode] : sockets_) {
        if (::listen(fd, config_.backlog) != 0) throw_os_error(errno);
        loop_->network().listening(fd, SocketAddress::local(fd).key());
        watch(fd);
    }
}

// As asyncio: up to backlog connections in one go.
void ServerState::accept_ready(int fd) {
    for (int i = 0; i <= config_.backlog; ++i) {
        const int connection = ::accept4(fd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (connection < 0) {
            if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED) return;
            return cannot_accept(fd, errno);
        }
        const SocketAddress peer = SocketAddress::remote(connection);
        loop_->network().accepted(fd, connection, peer.known() ? peer.key() : std::string());
        auto accepted = connection_accepted(Ref<ServerState>(this), OpenSocket(*loop_, connection));
        loop_->create_internal_task(std::move(accepted), "_accept_connection2");
    }
}

// No descriptor is free: asyncio says so, and tries again in a second. Anything else is an error of the
// callback.
void ServerState::cannot_accept(int fd, int error_number) {
    constexpr double kRetryDelay = 1;
    if (error_number != EMFILE && error_number != ENFILE && error_number != ENOBUFS && error_number != ENOMEM)
        throw_os_error(error_number);
    std::exception_ptr error;
    try {
        throw_os_error(error_number);
    } catch (...) {
        error = std::current_exception();
    }
    loop_->call_exception_handler({.message = "socket.accept() out of system resource", .exception = error});
    unwatch(fd);
    loop_->call_later(kRetryDelay, Callback("", [self = Ref<ServerState>(this), fd] {
                          if (self->serving_) self->watch(fd);
                      }));
}

void ServerState::watch(int fd) {
    loop_->selector().add(fd, Observer::kReading, *make_ref<AcceptCallback>(*this, fd));
    if (++watched_ > 1) return;
    if (Observer* observer = loop_->observer()) observer->watch(*this, Observer::kReading);
}

void ServerState::unwatch(int fd) {
    if (!loop_->selector().remove(fd, Observer::kReading) || --watched_ > 0) return;
    if (Observer* observer = loop_->observer()) observer->unwatch(*this, Observer::kReading);
}

void ServerState::close() {
    if (!open_) return;
    open_ = serving_ = false;
    if (Observer* observer = loop_->observer())
        observer->stream(Observer::StreamEvent::close, *this, Observer::kNeither, 0, {}, 0);
    for (const ListeningSocket& socket : std::exchange(sockets_, {})) {
        remove_own_file(socket);
        unwatch(socket.fd);
        loop_->network().closed(socket.fd);
        ::close(socket.fd);
    }
    if (const auto forever = std::exchange(forever_, nullptr); forever && !forever->done()) forever->cancel();
    if (clients_.empty()) wake_waiters();
}

// A copy: closing changes the list.
std::vector<Ref<TransportState>> ServerState::clients() const {
    std::vector<Ref<TransportState>> all;
    for (TransportState* client : clients_) all.emplace_back(client);
    return all;
}

void ServerState::close_clients() {
    for (const auto& client : clients()) client->close();
}

void ServerState::abort_clients() {
    for (const auto& client : clients()) client->abort();
}

void ServerState::attach(TransportState& transport) {
    clients_.push_back(&transport);
    if (Observer* observer = loop_->observer()) observer->linked(*this, transport, "connection");
}

void ServerState::detach(TransportState& transport) {
    if (Observer* observer = loop_->observer()) observer->unlinked(*this, transport);
    std::erase(clients_, &transport);
    if (clients_.empty() && !open_) wake_waiters();
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

Coroutine<> ServerState::serve_forever() {
    const Ref<ServerState> self(this);
    if (forever_) throw RuntimeError("server " + repr() + " is already being awaited on serve_forever()");
    if (!open_) throw RuntimeError("server " + repr() + " is closed");
    start_serving();
    const auto forever = forever_ = make_internal_future<void>(*loop_, "Server.serve_forever");
    std::exception_ptr error;
    try {
        co_await Future<void>(forever);
    } catch (...) {
        error = std::current_exception();
    }
    if (is_cancelled_error(error)) {
        try {
            close();
            close_clients();
            co_await wait_closed();
        } catch (...) {
            error = std::current_exception();  // a second cancellation
        }
    }
    forever_ = nullptr;
    if (error) std::rethrow_exception(error);
}

namespace {

Coroutine<> start_serving(Ref<ServerState> server) {
    server->start_serving();
    co_await sleep(0);  // as asyncio: the loop has a turn before the caller goes on
}

Coroutine<> aexit(Ref<ServerState> server, std::exception_ptr error) {
    server->close();
    co_await server->wait_closed();
    if (error) std::rethrow_exception(error);
}

}  // namespace
}  // namespace detail

Coroutine<> Server::start_serving() const { return detail::start_serving(state_); }
Coroutine<> Server::aenter() const { co_return; }
Coroutine<> Server::aexit(std::exception_ptr error) const { return detail::aexit(state_, std::move(error)); }

}  // namespace asyncio
