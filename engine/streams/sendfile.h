// The keyword arguments of loop.sendfile() and loop.sock_sendfile().
#pragma once

#include "engine/streams/socket.h"
#include "engine/streams/transport.h"

#include <cstdint>
#include <optional>

namespace asyncio {

struct SendfileOptions {
    std::int64_t offset = 0;
    std::optional<std::int64_t> count = std::nullopt;
    // Where the bytes cannot go straight from the file to the socket (TLS; a file that is a pipe), read it in
    // a thread and write it; else throw SendfileNotAvailableError, or RuntimeError for TLS.
    bool fallback = true;
};

}  // namespace asyncio
