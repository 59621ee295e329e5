#include "engine/streams/start_server.h"

namespace asyncio::detail {

Coroutine<Server> start_server(std::shared_ptr<const ClientConnectedCallback> callback,
                               std::optional<std::vector<std::string>> hosts, int port, ServerOptions options,
                               SslRequest ssl) {
    EventLoop& loop = get_running_loop();
    ProtocolFactory factory = stream_protocols(loop, std::move(callback), options.limit);
    co_return co_await create_server(loop, std::move(factory), std::move(hosts), port, options,
                                     std::move(ssl));
}

Coroutine<Server> start_unix_server(std::shared_ptr<const ClientConnectedCallback> callback,
                                    std::optional<std::string> path, UnixServerOptions options,
                                    SslRequest ssl) {
    EventLoop& loop = get_running_loop();
    ProtocolFactory factory = stream_protocols(loop, std::move(callback), options.limit);
    co_return co_await create_unix_server(loop, std::move(factory), std::move(path), options, std::move(ssl));
}

}  // namespace asyncio::detail
