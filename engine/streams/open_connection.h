// open_connection() and open_unix_connection(): the client's end of a stream.
#pragma once

#include "engine/streams/streams.h"
#include "engine/tls/ssl_context.h"

#include <string>
#include <string_view>
#include <utility>

namespace asyncio {

using Connection = std::pair<StreamReader, StreamWriter>;

// An address of one's own to connect from: Python's local_addr. Port 0: any.
struct LocalAddress {
    std::string_view host = {};  // empty: none was given
    int port = 0;
};

// Trivial on purpose, like all options: g++ 12. What it refers to is copied when the function is called.
struct StreamOptions {
    std::int64_t limit = kDefaultLimit;  // bytes a line may have
    int family = 0;                      // AF_INET or AF_INET6: only such addresses
    LocalAddress local_addr = {};
    // Seconds after which the next address is tried while the one before has not answered; not given: one
    // after the other.
    std::optional<double> happy_eyeballs_delay = std::nullopt;
    // Addresses of the first family before those of the others take turns with it; 0: as they come. Not
    // given: 1 with a happy_eyeballs_delay, else 0.
    std::optional<int> interleave = std::nullopt;
    bool all_errors = false;        // what all addresses failed with, as an ExceptionGroup
    ssl::ContextArgument ssl = {};  // a context: TLS
    // What the certificate must fit; not given: the host that was asked for; "": nothing.
    std::string_view server_hostname = {};
    std::optional<double> ssl_handshake_timeout = std::nullopt;  // seconds; 60
    std::optional<double> ssl_shutdown_timeout = std::nullopt;   // seconds; 30
    int sock = -1;  // a connected stream socket in place of an address; the connection takes it over
};

// Connects to `host` and `port`; the addresses of a name are tried one after the other. Throws OSError
// (ConnectionRefusedError, …) if none works: that of the only one, or one that lists all, or with all_errors
// an ExceptionGroup; ssl::SSLError if the handshake fails.
Coroutine<Connection> open_connection(std::string host, int port, StreamOptions options = {});
inline Coroutine<Connection> open_connection(Address address, StreamOptions options = {}) {
    return open_connection(std::move(address.host), address.port, options);
}

// A connection over `options.sock`. Throws ValueError if that is none, or no stream socket.
Coroutine<Connection> open_connection(StreamOptions options = {});

struct UnixStreamOptions {
    std::int64_t limit = kDefaultLimit;  // bytes a line may have
    ssl::ContextArgument ssl = {};       // with it, server_hostname must be given
    std::string_view server_hostname = {};
    std::optional<double> ssl_handshake_timeout = std::nullopt;
    std::optional<double> ssl_shutdown_timeout = std::nullopt;
    int sock = -1;  // a connected Unix stream socket in place of a path; the connection takes it over
};

// Connects to the Unix socket at `path`. Throws OSError (FileNotFoundError, …).
Coroutine<Connection> open_unix_connection(std::string path, UnixStreamOptions options = {});
// A connection over `options.sock`. Throws ValueError if that is none, or no Unix stream socket.
Coroutine<Connection> open_unix_connection(UnixStreamOptions options = {});

}  // namespace asyncio
