#include "engine/streams/create_server.h"

#include "engine/streams/connect.h"
#include "engine/streams/resolve.h"
#include "engine/waiting/gather.h"
#include "engine/waiting/sleep.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>

namespace asyncio::detail {

namespace {

// Closes them unless a server takes them over.
class ListeningSockets {
public:
    ListeningSockets() = default;
    ListeningSockets(ListeningSockets&&) noexcept = default;
    ListeningSockets& operator=(ListeningSockets&&) = delete;
    ~ListeningSockets() {
        for (const ListeningSocket& socket : sockets_) ::close(socket.fd);
    }
    void add(ListeningSocket socket) { sockets_.push_back(std::move(socket)); }
    void drop_last() {
        ::close(sockets_.back().fd);
        sockets_.pop_back();
    }
    bool empty() const noexcept { return sockets_.empty(); }
    std::vector<ListeningSocket> release() { return std::exchange(sockets_, {}); }

private:
    std::vector<ListeningSocket> sockets_;
};

void set_option(int fd, int level, int option) {
    const int on = 1;
    if (::setsockopt(fd, level, option, &on, sizeof on) != 0) throw_os_error(errno);
}

// Each address once.
std::vector<SocketAddress> unique(const std::vector<SocketAddress>& addresses) {
    std::vector<SocketAddress> once;
    for (const SocketAddress& address : addresses) {
        const auto same = [&](const SocketAddress& other) { return other.key() == address.key(); };
        if (std::none_of(once.begin(), once.end(), same)) once.push_back(address);
    }
    return once;
}

void bind_one(ListeningSockets& sockets, const SocketAddress& address, const ServerOptions& options) {
    const int fd = ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return;  // as asyncio: a family that this system does not have
    sockets.add({.fd = fd});
    if (options.reuse_address) set_option(fd, SOL_SOCKET, SO_REUSEADDR);
    if (options.reuse_port) set_option(fd, SOL_SOCKET, SO_REUSEPORT);
    if (options.keep_alive) set_option(fd, SOL_SOCKET, SO_KEEPALIVE);
    if (address.family() == AF_INET6) set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY);
    if (::bind(fd, address.get(), address.length()) == 0) return;
    if (errno != EADDRNOTAVAIL) throw_bind_error(errno, address);
    sockets.drop_last();  // a family that is not enabled
}

std::string text_of(const std::vector<SocketAddress>& addresses) {
    std::vector<Address> all;
    for (const SocketAddress& address : addresses) all.push_back(address.text());
    return repr(all);
}

ListeningSockets bind_all(const std::vector<SocketAddress>& addresses, const ServerOptions& options) {
    ListeningSockets sockets;
    for (const SocketAddress& address : addresses) bind_one(sockets, address, options);
    if (sockets.empty()) throw OSError("could not bind on any address out of " + text_of(addresses));
    return sockets;
}

// asyncio resolves each host in a task of its own and gathers them.
Future<std::vector<SocketAddress>> resolve_all(EventLoop& loop, const std::vector<std::string>& hosts,
                                               int port, int family) {
    std::vector<FutureRef> lookups;
    for (const std::string& host : hosts)
        lookups.push_back(
            loop.create_internal_task(resolve(loop, host, port, family), "_create_server_getaddrinfo")
                .state());
    return make_gather<std::vector<SocketAddress>>(
        std::move(lookups), false, [](const std::vector<FutureRef>& done) {
            std::vector<SocketAddress> all;
            for (const auto& each : done)
                for (const auto& address : GatherAccess::result_of<std::vector<SocketAddress>>(*each))
                    all.push_back(address);
            return all;
        });
}

Coroutine<Server> server_on(EventLoop& loop, std::vector<ListeningSocket> sockets, ServerConfig config,
                            bool start_serving) {
    const auto server = make_ref<ServerState>(loop, std::move(sockets), std::move(config));
    if (start_serving) {
        server->start_serving();
        co_await sleep(0);  // as asyncio: the loop has a turn before the caller goes on
    }
    co_return Server(server);
}

std::optional<SslConfig> config_of(const SslRequest& request) {
    std::optional<SslConfig> config = request.config();
    if (config) config->check_timeouts();
    return config;
}

// With the file that goes with it, if it is to be removed at the end.
ListeningSocket unix_socket(int fd, const std::string& path, bool cleanup) {
    struct stat status {};
    if (!cleanup || is_abstract(path) || ::stat(path.c_str(), &status) != 0) return {.fd = fd};
    return {.fd = fd, .path = path, .inode = status.st_ino};
}

int bind_unix(const std::string& path) {
    const SocketAddress address = SocketAddress::unix_path(path);
    remove_stale_socket(path);
    const int fd = new_socket(AF_UNIX);
    if (::bind(fd, address.get(), address.length()) != 0) {
        const int error = errno;
        ::close(fd);
        throw_os_error(error,
                       error == EADDRINUSE ? "Address " + repr(path) + " is already in use" : std::string());
    }
    return fd;
}

ListeningSocket unix_socket_of(const std::optional<std::string>& path, const UnixServerOptions& options) {
    if (path) {
        if (options.sock >= 0) throw ValueError("path and sock can not be specified at the same time");
        return unix_socket(bind_unix(*path), *path, options.cleanup_socket);
    }
    if (options.sock < 0) throw ValueError("path was not specified, and no sock specified");
    check_unix_stream_socket(options.sock);
    return unix_socket(options.sock, TransportSocket(options.sock).getsockname().host,
                       options.cleanup_socket);
}

}  // namespace

std::optional<std::vector<std::string>> hosts_of(const ServerOptions& options) {
    if (!options.host && !options.port) return std::nullopt;
    return hosts_of(std::string(options.host.value_or(std::string_view())));
}

Coroutine<Server> create_server(EventLoop& loop, ProtocolFactory factory,
                                std::optional<std::vector<std::string>> hosts, int port,
                                ServerOptions options, SslRequest ssl) {
    ServerConfig made{std::move(factory), options.backlog, config_of(ssl)};
    if (!hosts) {
        if (options.sock < 0) throw ValueError("Neither host/port nor sock were specified");
        check_stream_socket(options.sock);
        std::vector<ListeningSocket> sockets(1, ListeningSocket{.fd = options.sock});
        co_return co_await server_on(loop, std::move(sockets), std::move(made), options.start_serving);
    }
    if (options.sock >= 0) throw ValueError("host/port and sock can not be specified at the same time");
    const std::vector<SocketAddress> addresses = co_await resolve_all(loop, *hosts, port, options.family);
    check_port(port, "bind");
    ListeningSockets sockets = bind_all(unique(addresses), options);
    co_return co_await server_on(loop, sockets.release(), std::move(made), options.start_serving);
}

Coroutine<Server> create_unix_server(EventLoop& loop, ProtocolFactory factory,
                                     std::optional<std::string> path, UnixServerOptions options,
                                     SslRequest ssl) {
    ServerConfig made{std::move(factory), options.backlog, config_of(ssl)};
    std::vector<ListeningSocket> sockets(1, unix_socket_of(path, options));
    co_return co_await server_on(loop, std::move(sockets), std::move(made), options.start_serving);
}

}  // namespace asyncio::detail
