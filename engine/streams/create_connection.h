// loop.create_connection() and loop.create_unix_connection(): a protocol's end of a connection. Streams are
// made of it, too.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/loop/connections.h"
#include "engine/streams/program_protocol.h"
#include "engine/streams/socket.h"
#include "engine/streams/stream_reader.h"
#include "engine/tasks/task.h"
#include "engine/tls/ssl_context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncio {

// An address of one's own to connect from: Python's local_addr. Port 0: any.
struct LocalAddress {
    std::string_view host = {};  // empty: none was given
    int port = 0;
};

// Trivial on purpose, like all options: g++ 12. What it refers to is copied when the function is called.
struct StreamOptions {
    // Unless given by position: open_connection({.host = "localhost", .port = 8080}).
    std::optional<std::string_view> host = std::nullopt;
    std::optional<int> port = std::nullopt;
    std::int64_t limit = kDefaultLimit;  // of streams: bytes a line may have
    ssl::ContextArgument ssl = {};       // a context: TLS
    int family = 0;                      // AF_INET or AF_INET6: only such addresses
    SocketArgument sock = {};            // a connected stream socket in place of an address
    LocalAddress local_addr = {};
    // What the certificate must fit; not given: the host that was asked for; "": nothing.
    std::string_view server_hostname = {};
    std::optional<double> ssl_handshake_timeout = std::nullopt;  // seconds; 60
    std::optional<double> ssl_shutdown_timeout = std::nullopt;   // seconds; 30
    // Seconds after which the next address is tried while the one before has not answered; not given: one
    // after the other.
    std::optional<double> happy_eyeballs_delay = std::nullopt;
    // Addresses of the first family before those of the others take turns with it; 0: as they come. Not
    // given: 1 with a happy_eyeballs_delay, else 0.
    std::optional<int> interleave = std::nullopt;
    bool all_errors = false;  // what all addresses failed with, as an ExceptionGroup
};

struct UnixStreamOptions {
    std::int64_t limit = kDefaultLimit;  // of streams: bytes a line may have
    ssl::ContextArgument ssl = {};       // with it, server_hostname must be given
    SocketArgument sock = {};            // a connected Unix stream socket in place of a path
    std::string_view server_hostname = {};
    std::optional<double> ssl_handshake_timeout = std::nullopt;
    std::optional<double> ssl_shutdown_timeout = std::nullopt;
};

// Of loop.connect_accepted_socket().
struct AcceptedOptions {
    ssl::ContextArgument ssl = {};
    std::optional<double> ssl_handshake_timeout = std::nullopt;
    std::optional<double> ssl_shutdown_timeout = std::nullopt;
};

namespace detail {

// StreamOptions without what refers to the caller's.
struct ConnectRequest {
    // To the options' host and port, or over their `sock`.
    explicit ConnectRequest(const StreamOptions& options);
    ConnectRequest(std::string host, int port, const StreamOptions& options);
    // Throws ValueError.
    std::optional<SslConfig> ssl_config() const;

    bool over_socket;
    std::string host;
    int port;
    int family;
    std::string local_host;
    int local_port;
    std::optional<double> happy_eyeballs_delay;
    int interleave;
    bool all_errors;
    int sock;
    SslRequest ssl;
};

struct UnixConnectRequest {
    explicit UnixConnectRequest(const UnixStreamOptions& options) : sock(options.sock), ssl(options) {}
    UnixConnectRequest(std::string path_, const UnixStreamOptions& options)
        : path(std::move(path_)), sock(options.sock), ssl(options) {}
    std::optional<SslConfig> ssl_config() const;

    std::optional<std::string> path = {};  // none: over the socket
    int sock;
    SslRequest ssl;
};

// The server's end of a connection.
struct AcceptedRequest {
    AcceptedRequest(int fd, const AcceptedOptions& options) : sock(fd), ssl(options) {}

    int sock;
    SslRequest ssl;
};

struct NewConnection {
    NewConnection() = default;  // no aggregate: g++ 12
    Ref<TransportState> transport;
    Ref<ProtocolState> protocol;
};

Coroutine<NewConnection> create_connection(EventLoop& loop, ProtocolFactory factory, ConnectRequest request);
Coroutine<NewConnection> create_connection(EventLoop& loop, ProtocolFactory factory,
                                           UnixConnectRequest request);
Coroutine<NewConnection> create_connection(EventLoop& loop, ProtocolFactory factory, AcceptedRequest request);

// ... with a program's protocol.
template <class P, class Request>
Coroutine<std::pair<Transport, std::shared_ptr<P>>> create_connection_of(EventLoop& loop,
                                                                         ProtocolFactory factory,
                                                                         Request request) {
    const NewConnection made = co_await create_connection(loop, std::move(factory), std::move(request));
    co_return std::pair(Transport(made.transport), program_protocol<P>(*made.protocol));
}

template <class F, class Request>
LoopConnections::Connected<F> create_program_connection(EventLoop& loop, F&& factory, Request request) {
    check_temporary<F>();
    return create_connection_of<ProtocolOf<F>>(
        loop, protocol_factory<std::decay_t<F>>(std::forward<F>(factory)), std::move(request));
}

template <class F>
LoopConnections::Connected<F> LoopConnections::create_connection(F&& factory, std::string host, int port) {
    return create_connection(std::forward<F>(factory), std::move(host), port, StreamOptions());
}
template <class F>
LoopConnections::Connected<F> LoopConnections::create_connection(F&& factory, std::string host, int port,
                                                                 StreamOptions options) {
    return create_program_connection(static_cast<EventLoop&>(*this), std::forward<F>(factory),
                                     ConnectRequest(std::move(host), port, options));
}
template <class F>
LoopConnections::Connected<F> LoopConnections::create_connection(F&& factory, Address address) {
    return create_connection(std::forward<F>(factory), std::move(address), StreamOptions());
}
template <class F>
LoopConnections::Connected<F> LoopConnections::create_connection(F&& factory, Address address,
                                                                 StreamOptions options) {
    return create_connection(std::forward<F>(factory), std::move(address.host), address.port, options);
}
template <class F>
LoopConnections::Connected<F> LoopConnections::create_connection(F&& factory, StreamOptions options) {
    return create_program_connection(static_cast<EventLoop&>(*this), std::forward<F>(factory),
                                     ConnectRequest(options));
}
template <class F>
LoopConnections::Connected<F> LoopConnections::connect_accepted_socket(F&& factory, SocketArgument sock) {
    return connect_accepted_socket(std::forward<F>(factory), sock, AcceptedOptions());
}
template <class F>
LoopConnections::Connected<F> LoopConnections::connect_accepted_socket(F&& factory, SocketArgument sock,
                                                                       AcceptedOptions options) {
    return create_program_connection(static_cast<EventLoop&>(*this), std::forward<F>(factory),
                                     AcceptedRequest(sock, options));
}
template <class F>
LoopConnections::Connected<F> LoopConnections::create_unix_connection(F&& factory, std::string path) {
    return create_unix_connection(std::forward<F>(factory), std::move(path), UnixStreamOptions());
}
template <class F>
LoopConnections::Connected<F> LoopConnections::create_unix_connection(F&& factory, std::string path,
                                                                      UnixStreamOptions options) {
    return create_program_connection(static_cast<EventLoop&>(*this), std::forward<F>(factory),
                                     UnixConnectRequest(std::move(path), options));
}
template <class F>
LoopConnections::Connected<F> LoopConnections::create_unix_connection(F&& factory,
                                                                      UnixStreamOptions options) {
    return create_program_connection(static_cast<EventLoop&>(*this), std::forward<F>(factory),
                                     UnixConnectRequest(options));
}

}  // namespace detail
}  // namespace asyncio
