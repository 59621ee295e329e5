// start_server(): a listening socket whose connections become streams.
#pragma once

#include "engine/streams.h"

#include <memory>
#include <set>
#include <vector>

namespace asyncio {

// A listening socket, as much of it as asyncio's TransportSocket shows.
class ServerSocket {
public:
    explicit ServerSocket(Address address) : address_(std::move(address)) {}
    const Address& getsockname() const noexcept { return address_; }

private:
    Address address_;
};

namespace detail {

class ServerState final : public ConnectionOwner, public LoopResource {
public:
    // Owns the bound sockets `fds`.
    ServerState(EventLoop& loop, std::vector<int> fds,
                std::shared_ptr<const ClientConnectedCallback> callback, std::size_t limit, int backlog);

    void start_serving();
    void close();
    Coroutine<> wait_closed();
    bool is_serving() const noexcept { return serving_; }
    std::vector<ServerSocket> sockets() const;
    EventLoop& loop() const noexcept { return *loop_; }

    void attach(SocketTransport& transport) override;
    void detach(SocketTransport& transport) override;
    void accept_ready(int fd);
    void abandon() noexcept override;

private:
    ~ServerState() override;
    void accept(int fd);
    void wake_waiters();

    EventLoop* loop_;  // held
    std::vector<int> fds_;
    std::shared_ptr<const ClientConnectedCallback> callback_;
    std::size_t limit_;
    int backlog_;
    bool serving_ = false, open_ = true, all_gone_ = false;
    std::size_t clients_ = 0;
    std::vector<Ref<FutureState<void>>> waiters_;
};

}  // namespace detail

// A handle: copies refer to the same server. `co_await async_with(server, body)` closes it and waits at the
// end.
class Server {
public:
    explicit Server(detail::Ref<detail::ServerState> state) : state_(std::move(state)) {}

    // Empty once closed.
    std::vector<ServerSocket> sockets() const { return state_->sockets(); }
    bool is_serving() const { return state_->is_serving(); }
    // Stops listening; connections go on.
    void close() const { state_->close(); }
    // Returns when the server is closed and its last connection is gone (3.12.1+).
    Coroutine<> wait_closed() const { return state_->wait_closed(); }
    EventLoop& get_loop() const { return state_->loop(); }

    Coroutine<> aenter() const;
    Coroutine<> aexit(std::exception_ptr error) const;

private:
    detail::Ref<detail::ServerState> state_;
};

struct ServerOptions {
    std::size_t limit = kDefaultLimit;  // bytes a line may have
    int backlog = 100;
    bool start_serving = true;
};

namespace detail {

Coroutine<Server> start_server(std::shared_ptr<const ClientConnectedCallback> callback, std::string host,
                               int port, ServerOptions options);

// A plain function or a coroutine function as one type.
template <class F>
std::shared_ptr<const ClientConnectedCallback> client_callback(F callback) {
    return std::make_shared<const ClientConnectedCallback>(
        [callback = std::move(callback)](StreamReader reader,
                                         StreamWriter writer) mutable -> std::optional<Coroutine<>> {
            if constexpr (std::is_void_v<std::invoke_result_t<F&, StreamReader, StreamWriter>>) {
                callback(std::move(reader), std::move(writer));
                return std::nullopt;
            } else {
                return callback(std::move(reader), std::move(writer));
            }
        });
}

}  // namespace detail

// Listens on `host` ("" = all interfaces) and `port` (0 = any free one) and calls `client_connected(reader,
// writer)` for each connection; if that is a coroutine function, as a task. Throws OSError if the address
// cannot be bound.
template <class F>
Coroutine<Server> start_server(F client_connected, std::string host, int port, ServerOptions options = {}) {
    return detail::start_server(detail::client_callback(std::move(client_connected)), std::move(host), port,
                                options);
}

}  // namespace asyncio
