#include "engine/open_connection.h"

#include "engine/connect.h"
#include "engine/resolve.h"
#include "engine/tls/ssl_transport.h"

#include <algorithm>
#include <cerrno>

namespace asyncio {

namespace detail {

namespace {

// StreamOptions without what refers to the caller's.
struct ConnectRequest {
    ConnectRequest(std::string host_, int port_, const StreamOptions& options)
        : host(std::move(host_)),
          port(port_),
          limit(options.limit),
          family(options.family),
          local_host(options.local_addr.host),
          local_port(options.local_addr.port),
          config(ssl_config(options.ssl, hostname_of(options, host), options.ssl_handshake_timeout,
                            options.ssl_shutdown_timeout)) {}

    static std::string hostname_of(const StreamOptions& options, const std::string& host) {
        const bool given = !options.server_hostname.empty() || !options.ssl.get();
        return given ? std::string(options.server_hostname) : host;
    }

    std::string host;
    int port;
    std::int64_t limit;
    int family;
    std::string local_host;
    int local_port;
    std::optional<SslConfig> config;
};

// Binds to the first of `own` that can be. Throws OSError if none can.
void bind_to_own(int fd, int family, const std::vector<SocketAddress>& own) {
    std::exception_ptr error;
    for (const SocketAddress& address : own) {
        if (address.family() != family) continue;
        if (::bind(fd, address.get(), address.length()) == 0) return;
        try {
            throw_bind_error(errno, address);
        } catch (...) {
            error = std::current_exception();
        }
    }
    if (error) std::rethrow_exception(error);
    throw OSError("no matching local address with family=" + std::to_string(family) + " found");
}

// The failures of all addresses as one. Throws it.
[[noreturn]] void throw_connect_errors(const std::vector<std::exception_ptr>& errors) {
    std::string all;
    for (const auto& error : errors) all += (all.empty() ? "" : ", ") + str(error);
    const bool same =
        std::all_of(errors.begin(), errors.end(), [&](const auto& e) { return str(e) == str(errors[0]); });
    if (same) std::rethrow_exception(errors[0]);
    throw OSError("Multiple exceptions: " + all);
}

Coroutine<OpenSocket> connect_to_one(EventLoop& loop, SocketAddress address, std::vector<SocketAddress> own) {
    OpenSocket socket(loop, new_socket(address.family()));
    if (!own.empty()) bind_to_own(socket.get(), address.family(), own);
    co_await sock_connect(loop, socket.get(), address);
    co_return std::move(socket);
}

Coroutine<OpenSocket> connect_to_any(EventLoop& loop, std::vector<SocketAddress> addresses,
                                     std::vector<SocketAddress> own) {
    std::vector<std::exception_ptr> errors;
    for (const SocketAddress& address : addresses) {
        try {
            co_return co_await connect_to_one(loop, address, own);
        } catch (const OSError&) {
            errors.push_back(std::current_exception());
        }
    }
    throw_connect_errors(errors);
}

// Streams over a connected socket.
Coroutine<Connection> connection_over(EventLoop& loop, OpenSocket socket, std::int64_t limit,
                                      std::optional<SslConfig> config) {
    const auto reader = make_ref<ReaderState>(loop, limit);
    const auto protocol = make_ref<StreamProtocol>(loop, reader, nullptr);
    const auto waiter = make_internal_future<void>(loop, "connection_made");
    const auto transport = make_transport(loop, std::move(socket), protocol, waiter, nullptr, config);
    std::exception_ptr error;
    try {
        co_await Future<void>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    if (error) {
        transport->close();
        std::rethrow_exception(error);
    }
    const auto writer = make_ref<WriterState>(protocol, transport, reader);
    co_return Connection(StreamReader(reader), StreamWriter(writer));
}

Coroutine<Connection> open_connection(ConnectRequest request) {
    EventLoop& loop = get_running_loop();
    const std::vector<SocketAddress> addresses =
        co_await resolve(loop, request.host, request.port, request.family);
    std::vector<SocketAddress> own;
    if (!request.local_host.empty())
        own = co_await resolve(loop, request.local_host, request.local_port, request.family);
    if (!own.empty()) check_port(request.local_port, "bind");
    check_port(request.port, "connect");
    OpenSocket socket = co_await connect_to_any(loop, addresses, own);
    co_return co_await connection_over(loop, std::move(socket), request.limit, request.config);
}

Coroutine<Connection> open_connection_over(int fd, ConnectRequest request) {
    EventLoop& loop = get_running_loop();
    check_stream_socket(fd);
    co_return co_await connection_over(loop, OpenSocket(loop, fd), request.limit, request.config);
}

Coroutine<Connection> open_unix_connection(std::string path, std::int64_t limit,
                                           std::optional<SslConfig> config) {
    EventLoop& loop = get_running_loop();
    OpenSocket socket(loop, new_socket(AF_UNIX));
    co_await sock_connect(loop, socket.get(), SocketAddress::unix_path(path));
    co_return co_await connection_over(loop, std::move(socket), limit, config);
}

}  // namespace
}  // namespace detail

Coroutine<Connection> open_connection(StreamOptions options) {
    if (options.sock < 0) throw ValueError("host and port was not specified and no sock specified");
    return detail::open_connection_over(options.sock, detail::ConnectRequest("", 0, options));
}

Coroutine<Connection> open_connection(std::string host, int port, StreamOptions options) {
    if (options.sock >= 0) throw ValueError("host/port and sock can not be specified at the same time");
    return detail::open_connection(detail::ConnectRequest(std::move(host), port, options));
}

Coroutine<Connection> open_unix_connection(std::string path, UnixStreamOptions options) {
    if (options.ssl.get() && options.server_hostname.empty())
        throw ValueError("you have to pass server_hostname when using ssl");
    auto config = detail::ssl_config(options.ssl, std::string(options.server_hostname),
                                     options.ssl_handshake_timeout, options.ssl_shutdown_timeout);
    return detail::open_unix_connection(std::move(path), options.limit, std::move(config));
}

}  // namespace asyncio
