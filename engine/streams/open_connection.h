// open_connection() and open_unix_connection(): the client's end of a stream.
#pragma once

#include "engine/streams/create_connection.h"
#include "engine/streams/streams.h"

#include <string>
#include <utility>

namespace asyncio {

using Connection = std::pair<StreamReader, StreamWriter>;

// Connects to `host` and `port`; the addresses of a name are tried one after the other. Throws OSError
// (ConnectionRefusedError, …) if none works: that of the only one, or one that lists all, or with all_errors
// an ExceptionGroup; ssl::SSLError if the handshake fails.
Coroutine<Connection> open_connection(std::string host, int port, StreamOptions options = {});
inline Coroutine<Connection> open_connection(std::string host, StreamOptions options) {
    return open_connection(std::move(host), options.port.value_or(0), options);
}
inline Coroutine<Connection> open_connection(Address address, StreamOptions options = {}) {
    return open_connection(std::move(address.host), address.port, options);
}

// To the host and the port in the options, or over `options.sock`. Throws ValueError if there is none of
// these, or no stream socket.
Coroutine<Connection> open_connection(StreamOptions options = {});

// Connects to the Unix socket at `path`. Throws OSError (FileNotFoundError, …).
Coroutine<Connection> open_unix_connection(std::string path, UnixStreamOptions options = {});
// A connection over `options.sock`. Throws ValueError if that is none, or no Unix stream socket.
Coroutine<Connection> open_unix_connection(UnixStreamOptions options = {});

}  // namespace asyncio
