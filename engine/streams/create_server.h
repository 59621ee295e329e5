// loop.create_server() and loop.create_unix_server(): servers whose connections get protocols. Those of
// streams are made of them, too.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/loop/connections.h"
#include "engine/streams/server.h"
#include "engine/streams/socket.h"
#include "engine/streams/stream_reader.h"
#include "engine/tls/ssl_context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncio {

struct ServerOptions {
    // Unless given by position: start_server(serve, {.host = "localhost", .port = 8080}).
    std::optional<std::string_view> host = std::nullopt;
    std::optional<int> port = std::nullopt;
    std::int64_t limit = kDefaultLimit;  // of streams: bytes a line may have
    int family = 0;                      // AF_INET or AF_INET6: only such addresses
    SocketArgument sock = {};            // a stream socket in place of addresses
    int backlog = 100;                   // connections that wait to be accepted
    ssl::ContextArgument ssl = {};       // a context with a certificate: TLS
    bool reuse_address = true;
    bool reuse_port = false;
    bool keep_alive = false;
    std::optional<double> ssl_handshake_timeout = std::nullopt;  // seconds; 60
    std::optional<double> ssl_shutdown_timeout = std::nullopt;   // seconds; 30
    bool start_serving = true;
};

struct UnixServerOptions {
    std::int64_t limit = kDefaultLimit;
    SocketArgument sock = {};  // a bound Unix stream socket in place of a path
    int backlog = 100;
    ssl::ContextArgument ssl = {};
    std::optional<double> ssl_handshake_timeout = std::nullopt;
    std::optional<double> ssl_shutdown_timeout = std::nullopt;
    bool start_serving = true;
    bool cleanup_socket = true;  // remove the file when the server is closed
};

namespace detail {

// On `options.sock` if there are no hosts.
Coroutine<Server> create_server(EventLoop& loop, ProtocolFactory factory,
                                std::optional<std::vector<std::string>> hosts, int port,
                                ServerOptions options, SslRequest ssl);
// On `options.sock` if there is no path.
Coroutine<Server> create_unix_server(EventLoop& loop, ProtocolFactory factory,
                                     std::optional<std::string> path, UnixServerOptions options,
                                     SslRequest ssl);

// "" is all interfaces: Python's host=None.
inline std::vector<std::string> hosts_of(std::string host) { return std::vector<std::string>(1, host); }
inline std::vector<std::string> hosts_of(std::vector<std::string> hosts) { return hosts; }
inline std::vector<std::string> hosts_of(std::nullopt_t) { return std::vector<std::string>(1); }
// None if the options have neither a host nor a port.
std::optional<std::vector<std::string>> hosts_of(const ServerOptions& options);

template <class F>
ProtocolFactory server_protocols(F&& factory) {
    check_temporary<F>();
    return protocol_factory<std::decay_t<F>>(std::forward<F>(factory));
}

template <class F, class Host>
Coroutine<Server> LoopConnections::create_server(F&& factory, Host host, int port) {
    return create_server(std::forward<F>(factory), std::move(host), port, ServerOptions());
}
template <class F, class Host>
Coroutine<Server> LoopConnections::create_server(F&& factory, Host host, int port, ServerOptions options) {
    return detail::create_server(static_cast<EventLoop&>(*this), server_protocols(std::forward<F>(factory)),
                                 hosts_of(std::move(host)), port, options, SslRequest(options));
}
template <class F>
Coroutine<Server> LoopConnections::create_server(F&& factory, ServerOptions options) {
    return detail::create_server(static_cast<EventLoop&>(*this), server_protocols(std::forward<F>(factory)),
                                 hosts_of(options), options.port.value_or(0), options, SslRequest(options));
}
template <class F>
Coroutine<Server> LoopConnections::create_unix_server(F&& factory, std::string path) {
    return create_unix_server(std::forward<F>(factory), std::move(path), UnixServerOptions());
}
template <class F>
Coroutine<Server> LoopConnections::create_unix_server(F&& factory, std::string path,
                                                      UnixServerOptions options) {
    return detail::create_unix_server(static_cast<EventLoop&>(*this),
                                      server_protocols(std::forward<F>(factory)), std::move(path), options,
                                      SslRequest(options));
}
template <class F>
Coroutine<Server> LoopConnections::create_unix_server(F&& factory, UnixServerOptions options) {
    return detail::create_unix_server(static_cast<EventLoop&>(*this),
                                      server_protocols(std::forward<F>(factory)), std::nullopt, options,
                                      SslRequest(options));
}

}  // namespace detail
}  // namespace asyncio
