// Server: listening sockets, each of whose connections gets a protocol. create_server.h makes them, and
// start_server.h, for streams.
#pragma once

#include "engine/base/sequence.h"
#include "engine/streams/program_protocol.h"
#include "engine/streams/socket_transport.h"
#include "engine/streams/transport_socket.h"
#include "engine/tasks/coroutine.h"
#include "engine/tls/ssl_context.h"

#include <sys/types.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asyncio {

// What Server::sockets() gives: a list that prints as Python's tuple.
struct Sockets : std::vector<TransportSocket> {
    using std::vector<TransportSocket>::vector;
    const TransportSocket& operator[](std::ptrdiff_t index) const {
        return std::vector<TransportSocket>::operator[](detail::checked_index(index, size(), "tuple"));
    }
    std::string repr() const;
};

namespace detail {

// A bound socket; of a Unix socket also the file that goes with it.
struct ListeningSocket {
    int fd = -1;
    std::string path = {};  // to be removed at the end; empty: nothing
    ino_t inode = 0;        // ... if it is still this one
};

// What a server does with a connection.
struct ServerConfig {
    ProtocolFactory make_protocol;
    int backlog = 100;
    std::optional<SslConfig> ssl = std::nullopt;
};

class ServerState final : public ConnectionOwner, public LoopResource {
public:
    // Owns the sockets.
    ServerState(EventLoop& loop, std::vector<ListeningSocket> sockets, ServerConfig config);

    // Throws OSError if a socket cannot listen.
    void start_serving();
    void close();
    void close_clients();
    void abort_clients();
    Coroutine<> wait_closed();
    Coroutine<> serve_forever();
    bool is_serving() const noexcept { return serving_; }
    bool is_open() const noexcept { return open_; }
    Sockets sockets() const;
    EventLoop& loop() const noexcept { return *loop_; }
    const ServerConfig& config() const noexcept { return config_; }
    std::string repr() const;

    void attach(TransportState& transport) override;
    void detach(TransportState& transport) override;
    void accept_ready(int fd);
    void abandon() noexcept override;

private:
    ~ServerState() override;
    void wake_waiters();
    void watch(int fd);
    void unwatch(int fd);
    void cannot_accept(int fd, int error_number);
    std::vector<Ref<TransportState>> clients() const;

    EventLoop* loop_;  // held
    std::vector<ListeningSocket> sockets_;
    std::size_t watched_ = 0;  // sockets that the selector watches; a recording shows them as one
    ServerConfig config_;
    bool serving_ = false, open_ = true, all_gone_ = false;
    // In order of connection. Not held: a transport holds its server, and detaches itself.
    std::vector<TransportState*> clients_;
    std::vector<Ref<FutureState<void>>> waiters_;
    Ref<FutureState<void>> forever_;  // while serve_forever() runs
};

}  // namespace detail

// A handle: copies refer to the same server. `co_await async_with(server, body)` closes it and waits at the
// end. An empty one (default constructed) has nothing but `operator bool` and repr().
class Server {
public:
    Server() = default;
    explicit Server(detail::Ref<detail::ServerState> state) : state_(std::move(state)) {}

    // Empty once closed.
    Sockets sockets() const { return state_->sockets(); }
    bool is_serving() const { return state_->is_serving(); }
    // Stops listening; connections go on. Ends serve_forever() by CancelledError.
    void close() const { state_->close(); }
    // Closes the connections that were accepted: after what is buffered, or at once.
    void close_clients() const { state_->close_clients(); }
    void abort_clients() const { state_->abort_clients(); }
    // Returns when the server is closed and its last connection is gone.
    Coroutine<> wait_closed() const { return state_->wait_closed(); }
    // Begins to accept connections; needed only after `.start_serving = false`. Throws TypeError if the
    // server is closed, as Python does.
    Coroutine<> start_serving() const;
    // Accepts connections until it is cancelled; that closes the server and its connections, and waits for
    // them. Throws RuntimeError if the server is closed, or another task is in here.
    Coroutine<> serve_forever() const { return state_->serve_forever(); }
    EventLoop& get_loop() const { return state_->loop(); }

    Coroutine<> aenter() const;
    Coroutine<> aexit(std::exception_ptr error) const;

    std::string repr() const { return state_ ? state_->repr() : "None"; }
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const Server&, const Server&) = default;

private:
    detail::Ref<detail::ServerState> state_;
};

}  // namespace asyncio
