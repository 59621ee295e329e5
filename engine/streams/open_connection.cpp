#include "engine/streams/open_connection.h"

namespace asyncio {

namespace detail {

namespace {

template <class Request>
Coroutine<Connection> open_connection(Request request, std::int64_t limit) {
    EventLoop& loop = get_running_loop();
    ProtocolFactory factory = stream_protocols(loop, nullptr, limit);
    const NewConnection made = co_await create_connection(loop, std::move(factory), std::move(request));
    const Ref<StreamProtocol> protocol(static_cast<StreamProtocol*>(made.protocol.get()));
    const auto writer = make_ref<WriterState>(protocol, made.transport, protocol->reader);
    co_return Connection(StreamReader(protocol->reader), StreamWriter(writer));
}

}  // namespace
}  // namespace detail

Coroutine<Connection> open_connection(StreamOptions options) {
    return detail::open_connection(detail::ConnectRequest(options), options.limit);
}

Coroutine<Connection> open_connection(std::string host, int port, StreamOptions options) {
    return detail::open_connection(detail::ConnectRequest(std::move(host), port, options), options.limit);
}

Coroutine<Connection> open_unix_connection(std::string path, UnixStreamOptions options) {
    return detail::open_connection(detail::UnixConnectRequest(std::move(path), options), options.limit);
}

Coroutine<Connection> open_unix_connection(UnixStreamOptions options) {
    return detail::open_connection(detail::UnixConnectRequest(options), options.limit);
}

}  // namespace asyncio
