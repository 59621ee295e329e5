// start_server() and start_unix_server().
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/loop/functools.h"
#include "engine/streams/create_server.h"
#include "engine/streams/streams.h"

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

namespace detail {

// See create_server().
Coroutine<Server> start_server(std::shared_ptr<const ClientConnectedCallback> callback,
                               std::optional<std::vector<std::string>> hosts, int port, ServerOptions options,
                               SslRequest ssl);
Coroutine<Server> start_unix_server(std::shared_ptr<const ClientConnectedCallback> callback,
                                    std::optional<std::string> path, UnixServerOptions options,
                                    SslRequest ssl);

// Does it take one of its two arguments by reference? Not known of a template: no.
template <class R, class A, class B>
constexpr bool takes_references(R (*)(A, B)) {
    return std::is_reference_v<A> || std::is_reference_v<B>;
}
template <class C, class R, class A, class B>
constexpr bool takes_references(R (C::*)(A, B)) {
    return std::is_reference_v<A> || std::is_reference_v<B>;
}
template <class C, class R, class A, class B>
constexpr bool takes_references(R (C::*)(A, B) const) {
    return std::is_reference_v<A> || std::is_reference_v<B>;
}
template <class F>
constexpr bool handler_takes_references() {
    if constexpr (std::is_pointer_v<F>)
        return takes_references(F());
    else if constexpr (requires { takes_references(&F::operator()); })
        return takes_references(&F::operator());
    else
        return false;
}
template <class F>
constexpr bool is_coroutine_handler() {
    if constexpr (std::is_invocable_v<F&, StreamReader, StreamWriter>)
        return !std::is_void_v<std::invoke_result_t<F&, StreamReader, StreamWriter>>;
    else
        return true;
}

// A plain function or a coroutine function as one type.
template <class F>
std::shared_ptr<const ClientConnectedCallback> client_callback(F&& given) {
    check_temporary<F>();
    static_assert(
        !handler_takes_references<std::decay_t<F>>() || !is_coroutine_handler<std::decay_t<F>>(),
        "a coroutine that handles connections takes StreamReader and StreamWriter by value: it "
        "outlives the call that made it. Both are handles, as in Python; a copy is the same stream");
    return std::make_shared<const ClientConnectedCallback>([callback = std::decay_t<F>(std::forward<F>(
                                                                given))](StreamReader reader,
                                                                         StreamWriter writer) mutable
                                                           -> std::optional<Coroutine<>> {
        if constexpr (std::is_void_v<std::invoke_result_t<std::decay_t<F>&, StreamReader, StreamWriter>>) {
            callback(std::move(reader), std::move(writer));
            return std::nullopt;
        } else {
            return callback(std::move(reader), std::move(writer));
        }
    });
}

}  // namespace detail

// Listens on `host` ("" = all interfaces, IPv4 and IPv6) and `port` (0 = any free one, for each address
// another) and calls `client_connected(reader, writer)` for each connection; if that is a coroutine function,
// as a task. Throws OSError if an address cannot be bound.
template <class F>
Coroutine<Server> start_server(F&& client_connected, std::string host, int port, ServerOptions options = {}) {
    std::vector<std::string> hosts(1, host);
    return detail::start_server(detail::client_callback(std::forward<F>(client_connected)), std::move(hosts),
                                port, options, detail::SslRequest(options));
}
// ... on each of several hosts.
template <class F>
Coroutine<Server> start_server(F&& client_connected, std::vector<std::string> hosts, int port,
                               ServerOptions options = {}) {
    return detail::start_server(detail::client_callback(std::forward<F>(client_connected)), std::move(hosts),
                                port, options, detail::SslRequest(options));
}

template <class F>
Coroutine<Server> start_server(F&& client_connected, std::string host, ServerOptions options) {
    return start_server(std::forward<F>(client_connected), std::move(host), options.port.value_or(0),
                        options);
}

// ... on all interfaces: Python's host=None.
template <class F>
Coroutine<Server> start_server(F&& client_connected, std::nullopt_t, int port, ServerOptions options = {}) {
    return start_server(std::forward<F>(client_connected), std::string(), port, options);
}

// ... calls `(object.*method)(reader, writer)`: Python's start_server(object.method, ...).
template <class Method, class Object, class Host>
requires std::is_member_function_pointer_v<Method> Coroutine<Server> start_server(
    Method method, Object object, Host host, int port, ServerOptions options = {}) {
    return start_server(functools::partial(method, std::move(object)), std::move(host), port, options);
}

// ... on the host and the port in the options, or on `options.sock`. Throws ValueError if there is none of
// these, or no stream socket.
template <class F>
Coroutine<Server> start_server(F&& client_connected, ServerOptions options) {
    return detail::start_server(detail::client_callback(std::forward<F>(client_connected)),
                                detail::hosts_of(options), options.port.value_or(0), options,
                                detail::SslRequest(options));
}

// Listens on a Unix socket at `path`; a socket that was left there is replaced. Throws OSError.
template <class F>
Coroutine<Server> start_unix_server(F&& client_connected, std::string path, UnixServerOptions options = {}) {
    return detail::start_unix_server(detail::client_callback(std::forward<F>(client_connected)),
                                     std::move(path), options, detail::SslRequest(options));
}
// ... calls `(object.*method)(reader, writer)`.
template <class Method, class Object>
requires std::is_member_function_pointer_v<Method> Coroutine<Server> start_unix_server(
    Method method, Object object, std::string path, UnixServerOptions options = {}) {
    return start_unix_server(functools::partial(method, std::move(object)), std::move(path), options);
}
// ... on `options.sock`. Throws ValueError if that is none, or no Unix stream socket.
template <class F>
Coroutine<Server> start_unix_server(F&& client_connected, UnixServerOptions options = {}) {
    return detail::start_unix_server(detail::client_callback(std::forward<F>(client_connected)), std::nullopt,
                                     options, detail::SslRequest(options));
}

}  // namespace asyncio
