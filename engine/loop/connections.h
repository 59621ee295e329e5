// The members of EventLoop that make connections. What they do is in engine/streams, whose headers define
// them.
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace asyncio {

template <class T>
class Coroutine;
class Server;
class Transport;
struct ServerOptions;
struct StreamOptions;
struct UnixServerOptions;
struct UnixStreamOptions;

namespace detail {

// Echo, of a function that gives a std::shared_ptr<Echo>.
template <class F>
using ProtocolOf = typename std::invoke_result_t<std::decay_t<F>&>::element_type;

// `factory` is a function without arguments that makes a protocol, `[] { return std::make_shared<Echo>(); }`
// or `make_protocol<Echo>`: a Protocol or a BufferedProtocol. All are asyncio's, and throw what the functions
// of streams throw that have such arguments: open_connection.h, start_server.h; and what the factory throws.
class LoopConnections {
public:
    // transport and protocol
    template <class F>
    using Connected = Coroutine<std::pair<Transport, std::shared_ptr<ProtocolOf<F>>>>;

    // Declared in create_connection.h.
    template <class F>
    Connected<F> create_connection(F&& factory, std::string host, int port);
    template <class F>
    Connected<F> create_connection(F&& factory, std::string host, int port, StreamOptions options);
    // Over `options.sock`.
    template <class F>
    Connected<F> create_connection(F&& factory, StreamOptions options);
    template <class F>
    Connected<F> create_unix_connection(F&& factory, std::string path);
    template <class F>
    Connected<F> create_unix_connection(F&& factory, std::string path, UnixStreamOptions options);
    template <class F>
    Connected<F> create_unix_connection(F&& factory, UnixStreamOptions options);

    // Each connection gets a protocol of its own. `host`: a name, "" or std::nullopt for all interfaces, or a
    // std::vector of names. Declared in create_server.h.
    template <class F, class Host>
    Coroutine<Server> create_server(F&& factory, Host host, int port);
    template <class F, class Host>
    Coroutine<Server> create_server(F&& factory, Host host, int port, ServerOptions options);
    // On `options.sock`.
    template <class F>
    Coroutine<Server> create_server(F&& factory, ServerOptions options);
    template <class F>
    Coroutine<Server> create_unix_server(F&& factory, std::string path);
    template <class F>
    Coroutine<Server> create_unix_server(F&& factory, std::string path, UnixServerOptions options);
    template <class F>
    Coroutine<Server> create_unix_server(F&& factory, UnixServerOptions options);

protected:
    ~LoopConnections() = default;
};

}  // namespace detail
}  // namespace asyncio
