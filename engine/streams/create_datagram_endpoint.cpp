#include "engine/streams/connect.h"
#include "engine/streams/connection_made.h"
#include "engine/streams/datagrams.h"
#include "engine/streams/resolve.h"
#include "engine/streams/transport_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <cerrno>

namespace asyncio::detail {

namespace {

std::optional<Address> address_of(const EndpointAddress& given) {
    if (!given.given() || (given.port() == Address::kNoPort && given.host().empty())) return std::nullopt;
    return Address(std::string(given.host()), given.port());
}

// The addresses of one family.
struct EndpointPair {
    int family = 0;
    std::optional<SocketAddress> local = {}, remote = {};
};

// Python's: those families that have an address for each that was given, in the order in which they came.
std::vector<EndpointPair> pairs_of(const std::vector<SocketAddress>& locals,
                                   const std::vector<SocketAddress>& remotes,
                                   const DatagramRequest& request) {
    std::vector<EndpointPair> pairs;
    const auto pair_of = [&](const SocketAddress& address) -> EndpointPair& {
        for (EndpointPair& pair : pairs)
            if (pair.family == address.family()) return pair;
        return pairs.emplace_back(EndpointPair{.family = address.family()});
    };
    for (const SocketAddress& local : locals) pair_of(local).local = local;
    for (const SocketAddress& remote : remotes) pair_of(remote).remote = remote;
    std::erase_if(pairs, [&](const EndpointPair& pair) {
        return (request.local && !pair.local) || (request.remote && !pair.remote);
    });
    if (pairs.empty()) throw ValueError("can not get address information");
    return pairs;
}

void turn_on(int fd, int option) {
    const int on = 1;
    if (::setsockopt(fd, SOL_SOCKET, option, &on, sizeof on) != 0) throw_os_error(errno);
}

OpenSocket open_endpoint(EventLoop& loop, const EndpointPair& pair, const DatagramRequest& request) {
    const int fd = ::socket(pair.family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) throw_os_error(errno);
    OpenSocket socket(loop, fd);
    if (request.reuse_port) turn_on(fd, SO_REUSEPORT);
    if (request.allow_broadcast) turn_on(fd, SO_BROADCAST);
    if (pair.local && ::bind(fd, pair.local->get(), pair.local->length()) != 0) throw_os_error(errno);
    if (pair.remote && !request.allow_broadcast &&
        ::connect(fd, pair.remote->get(), pair.remote->length()) != 0)
        throw_os_error(errno);
    return socket;
}

void check_datagram_socket(const DatagramRequest& request) {
    const TransportSocket socket(request.sock);
    if (socket.type() == SOCK_STREAM)
        throw ValueError("A datagram socket was expected, got " + socket.repr());
    std::string given;
    const auto note = [&](bool is_given, const std::string& what) {
        if (is_given) given += (given.empty() ? "" : ", ") + what;
    };
    note(request.local.has_value(), "local_addr=" + (request.local ? request.local->repr() : ""));
    note(request.remote.has_value(), "remote_addr=" + (request.remote ? request.remote->repr() : ""));
    note(request.family != 0, "family=" + std::to_string(request.family));
    note(request.reuse_port, "reuse_port=True");
    note(request.allow_broadcast, "allow_broadcast=True");
    if (!given.empty())
        throw ValueError("socket modifier keyword arguments can not be used when sock is specified. (" +
                         given + ")");
    ::fcntl(request.sock, F_SETFL, ::fcntl(request.sock, F_GETFL) | O_NONBLOCK);
}

struct Opened {
    Opened(OpenSocket opened, std::optional<Address> goes_to)
        : socket(std::move(opened)), remote(std::move(goes_to)) {}
    OpenSocket socket;
    std::optional<Address> remote;
};

// The first of the pairs that can be opened.
Opened open_first(EventLoop& loop, const std::vector<EndpointPair>& pairs, const DatagramRequest& request) {
    std::exception_ptr error;
    for (const EndpointPair& pair : pairs) {
        try {
            OpenSocket socket = open_endpoint(loop, pair, request);
            return Opened(std::move(socket), pair.remote ? std::optional(pair.remote->text()) : std::nullopt);
        } catch (const OSError&) {
            if (!error) error = std::current_exception();
        }
    }
    std::rethrow_exception(error);
}

std::vector<EndpointPair> unix_endpoint(const DatagramRequest& request) {
    EndpointPair pair{.family = AF_UNIX};
    for (const auto& [address, end] :
         {std::pair(&request.local, &pair.local), std::pair(&request.remote, &pair.remote)}) {
        if (!*address) continue;
        if (!(*address)->is_path()) throw TypeError("string is expected");
        *end = SocketAddress::unix_path((*address)->host);
    }
    if (request.local) remove_stale_socket(request.local->host);
    return std::vector<EndpointPair>(1, pair);
}

Coroutine<std::vector<EndpointPair>> resolve_endpoint(EventLoop& loop, DatagramRequest request) {
    if (request.family == AF_UNIX) co_return unix_endpoint(request);
    for (const auto* address : {&request.local, &request.remote})
        if (*address && (*address)->is_path()) throw TypeError("2-tuple is expected");
    std::vector<SocketAddress> locals, remotes;
    if (request.local)
        locals = co_await resolve(loop, request.local->host, request.local->port, request.family);
    if (request.remote)
        remotes = co_await resolve(loop, request.remote->host, request.remote->port, request.family);
    if (request.local) check_port(request.local->port, "bind");
    if (request.remote) check_port(request.remote->port, "connect");
    if (request.local || request.remote) co_return pairs_of(locals, remotes, request);
    if (request.family == 0) throw ValueError("unexpected address family");
    co_return std::vector<EndpointPair>(1, EndpointPair{.family = request.family});
}

}  // namespace

DatagramRequest::DatagramRequest(const DatagramOptions& options)
    : local(address_of(options.local_addr)),
      remote(address_of(options.remote_addr)),
      family(options.family),
      reuse_port(options.reuse_port),
      allow_broadcast(options.allow_broadcast),
      sock(options.sock) {}

Coroutine<Ref<DatagramState>> create_datagram_endpoint(EventLoop& loop, DatagramFactory factory,
                                                       DatagramRequest request) {
    std::optional<Opened> opened;
    if (request.sock >= 0) {
        check_datagram_socket(request);
        opened.emplace(OpenSocket(loop, request.sock), std::nullopt);
    } else {
        const std::vector<EndpointPair> pairs = co_await resolve_endpoint(loop, request);
        opened.emplace(open_first(loop, pairs, request));
    }
    std::shared_ptr<DatagramProtocol> protocol = factory();
    const auto waiter = make_internal_future<void>(loop, "connection_made");
    const auto state =
        make_ref<DatagramState>(loop, std::move(opened->socket), std::move(protocol), opened->remote, waiter);
    co_await ConnectionMade(waiter, state);
    co_return state;
}

}  // namespace asyncio::detail
