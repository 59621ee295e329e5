#include "engine/streams/create_connection.h"

#include "engine/base/exception_group.h"
#include "engine/streams/connect.h"
#include "engine/streams/connection_made.h"
#include "engine/streams/resolve.h"
#include "engine/streams/staggered.h"
#include "engine/tls/ssl_transport.h"

#include <algorithm>
#include <cerrno>

namespace asyncio::detail {

ConnectRequest::ConnectRequest(std::string host_, int port_, const StreamOptions& options)
    : ConnectRequest(options) {
    over_socket = false;
    host = std::move(host_);
    port = port_;
}

ConnectRequest::ConnectRequest(const StreamOptions& options)
    : over_socket(!options.host && !options.port),
      host(options.host.value_or(std::string_view())),
      port(options.port.value_or(0)),
      family(options.family),
      local_host(options.local_addr.host),
      local_port(options.local_addr.port),
      happy_eyeballs_delay(options.happy_eyeballs_delay),
      interleave(options.interleave.value_or(options.happy_eyeballs_delay ? 1 : 0)),
      all_errors(options.all_errors),
      sock(options.sock),
      ssl(options) {}

std::optional<SslConfig> ConnectRequest::ssl_config() const {
    if (ssl.has_context() && !ssl.has_hostname() && host.empty())
        throw ValueError("You must set server_hostname when using ssl without a host");
    return ssl.config(host);
}

std::optional<SslConfig> UnixConnectRequest::ssl_config() const {
    if (ssl.has_context() && !ssl.has_hostname())
        throw ValueError("you have to pass server_hostname when using ssl");
    return ssl.config();
}

namespace {

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
[[noreturn]] void throw_connect_errors(const std::vector<std::exception_ptr>& errors, bool as_group) {
    if (as_group) throw ExceptionGroup("create_connection failed", errors);
    if (errors.empty()) throw TimeoutError("create_connection failed");
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

// The first `first` of the first family, less one, then one of each family in turn.
std::vector<SocketAddress> interleaved(const std::vector<SocketAddress>& addresses, std::size_t first) {
    std::vector<std::vector<SocketAddress>> families;
    for (const SocketAddress& address : addresses) {
        const auto family = std::find_if(families.begin(), families.end(), [&](const auto& each) {
            return each.front().family() == address.family();
        });
        if (family == families.end())
            families.push_back({address});
        else
            family->push_back(address);
    }
    std::vector<SocketAddress> ordered;
    std::vector<std::size_t> taken(families.size(), 0);
    taken[0] = std::min(first - 1, families[0].size());
    for (std::size_t i = 0; i < taken[0]; ++i) ordered.push_back(families[0][i]);
    while (ordered.size() < addresses.size())
        for (std::size_t i = 0; i < families.size(); ++i)
            if (taken[i] < families[i].size()) ordered.push_back(families[i][taken[i]++]);
    return ordered;
}

// Connects to one of several addresses. Keeps what the others failed with, in the order of the addresses.
class Attempts {
public:
    Attempts(EventLoop& loop, std::vector<SocketAddress> addresses, std::vector<SocketAddress> own)
        : loop_(loop), addresses_(std::move(addresses)), own_(std::move(own)), errors_(addresses_.size()) {}

    Coroutine<std::optional<OpenSocket>> one_after_the_other() {
        for (std::size_t i = 0; i < addresses_.size(); ++i) {
            try {
                OpenSocket socket = co_await attempt(i);
                co_return std::move(socket);
            } catch (const OSError&) {}
        }
        co_return std::nullopt;
    }
    Coroutine<std::optional<OpenSocket>> staggered(double delay) {
        std::vector<ConnectAttempt> attempts;
        for (std::size_t i = 0; i < addresses_.size(); ++i)
            attempts.push_back([this, i] { return attempt(i); });
        return staggered_race(loop_, std::move(attempts), delay);
    }
    std::vector<std::exception_ptr> errors() const {
        std::vector<std::exception_ptr> errors = errors_;
        std::erase(errors, nullptr);
        return errors;
    }

private:
    Coroutine<OpenSocket> attempt(std::size_t i) {
        try {
            co_return co_await connect_to_one(loop_, addresses_[i], own_);
        } catch (const OSError&) {
            errors_[i] = std::current_exception();
            throw;
        }
    }

    EventLoop& loop_;
    std::vector<SocketAddress> addresses_, own_;
    std::vector<std::exception_ptr> errors_;  // null where there is none
};

Coroutine<OpenSocket> connect_to_any(EventLoop& loop, std::vector<SocketAddress> addresses,
                                     std::vector<SocketAddress> own, std::optional<double> delay,
                                     bool all_errors) {
    Attempts attempts(loop, std::move(addresses), std::move(own));
    auto race = delay ? attempts.staggered(*delay) : attempts.one_after_the_other();
    std::optional<OpenSocket> socket = co_await race;
    if (!socket) throw_connect_errors(attempts.errors(), all_errors);
    co_return std::move(*socket);
}

Coroutine<OpenSocket> connect_by_name(EventLoop& loop, ConnectRequest request) {
    std::vector<SocketAddress> addresses = co_await resolve(loop, request.host, request.port, request.family);
    std::vector<SocketAddress> own;
    if (!request.local_host.empty())
        own = co_await resolve(loop, request.local_host, request.local_port, request.family);
    if (!own.empty()) check_port(request.local_port, "bind");
    check_port(request.port, "connect");
    if (request.interleave > 0)
        addresses = interleaved(addresses, static_cast<std::size_t>(request.interleave));
    co_return co_await connect_to_any(loop, addresses, own, request.happy_eyeballs_delay, request.all_errors);
}

// asyncio's _create_connection_transport().
Coroutine<NewConnection> connection_over(EventLoop& loop, OpenSocket socket, ProtocolFactory factory,
                                         std::optional<SslConfig> config, bool server_side = false) {
    if (config) config->check_timeouts();
    NewConnection made;
    made.protocol = factory();
    const auto waiter = make_internal_future<void>(loop, "connection_made");
    made.transport =
        make_transport(loop, std::move(socket), made.protocol, waiter, nullptr, config, server_side);
    co_await ConnectionMade(waiter, made.transport);
    co_return made;
}

}  // namespace

Coroutine<NewConnection> create_connection(EventLoop& loop, ProtocolFactory factory, ConnectRequest request) {
    std::optional<SslConfig> config = request.ssl_config();
    if (request.over_socket) {
        if (request.sock < 0) throw ValueError("host and port was not specified and no sock specified");
        check_stream_socket(request.sock);
        co_return co_await connection_over(loop, OpenSocket(loop, request.sock), std::move(factory),
                                           std::move(config));
    }
    if (request.sock >= 0) throw ValueError("host/port and sock can not be specified at the same time");
    OpenSocket socket = co_await connect_by_name(loop, std::move(request));
    co_return co_await connection_over(loop, std::move(socket), std::move(factory), std::move(config));
}

Coroutine<NewConnection> create_connection(EventLoop& loop, ProtocolFactory factory,
                                           UnixConnectRequest request) {
    std::optional<SslConfig> config = request.ssl_config();
    if (!request.path) {
        if (request.sock < 0) throw ValueError("no path and sock were specified");
        check_unix_stream_socket(request.sock);
        co_return co_await connection_over(loop, OpenSocket(loop, request.sock), std::move(factory), config);
    }
    if (request.sock >= 0) throw ValueError("path and sock can not be specified at the same time");
    OpenSocket socket(loop, new_socket(AF_UNIX));
    co_await sock_connect(loop, socket.get(), SocketAddress::unix_path(*request.path));
    co_return co_await connection_over(loop, std::move(socket), std::move(factory), config);
}

Coroutine<NewConnection> create_connection(EventLoop& loop, ProtocolFactory factory,
                                           AcceptedRequest request) {
    check_stream_socket(request.sock);
    const std::optional<SslConfig> config = request.ssl.config();
    co_return co_await connection_over(loop, OpenSocket(loop, request.sock), std::move(factory), config,
                                       true);
}

}  // namespace asyncio::detail
