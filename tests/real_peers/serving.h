// What the example servers share: arguments, the line that says where they listen, and how they are stopped.
#pragma once

#include <asyncio.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace real_peers {

// SERVER [CERTIFICATE_CHAIN KEY]: with a certificate it speaks TLS.
inline std::optional<asyncio::ssl::SSLContext> context_of(int argc, char** argv) {
    if (argc != 3) return std::nullopt;
    const auto context = asyncio::ssl::create_default_context(asyncio::ssl::Purpose::CLIENT_AUTH);
    context.load_cert_chain(argv[1], argv[2]);
    return context;
}

// As many descriptors as this process may have at all.
inline void raise_descriptor_limit() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

// Serves until somebody connects to the second port, which are both printed.
template <class Handler>
asyncio::Coroutine<> serve_until_stopped(Handler handler, std::optional<asyncio::ssl::SSLContext> context) {
    const auto stopped = asyncio::get_running_loop().create_future();
    const auto stop = [stopped](asyncio::StreamReader, asyncio::StreamWriter writer) {
        writer.close();
        if (!stopped.done()) stopped.set_result();
    };
    asyncio::ServerOptions options{.backlog = 4096};
    if (context) options.ssl = *context;
    const auto server = co_await asyncio::start_server(handler, "127.0.0.1", 0, options);
    const auto control = co_await asyncio::start_server(stop, "127.0.0.1", 0);
    asyncio::print(server.sockets()[0].getsockname().port, control.sockets()[0].getsockname().port);
    std::fflush(stdout);
    co_await stopped;
    control.close();
    server.close();
    server.close_clients();
    co_await server.wait_closed();
}

}  // namespace real_peers
