#include "engine/streams/connection_made.h"
#include "engine/streams/open_socket.h"
#include "engine/streams/streams.h"
#include "engine/tls/ssl_transport.h"

namespace asyncio {

namespace detail {

namespace {

// Puts TLS between `writer`'s transport and its protocol: asyncio's loop.start_tls().
Ref<SslTransport> insert_tls(EventLoop& loop, WriterState& writer, const SslConfig& config,
                             const Ref<FutureState<void>>& waiter) {
    auto* lower = dynamic_cast<SocketTransport*>(writer.transport.get());
    if (!lower) throw TypeError("transport " + writer.transport->repr() + " is not supported by start_tls()");
    const bool server_side = writer.protocol->server_side();
    const auto secure = make_ref<SslTransport>(loop, writer.protocol, config, waiter, server_side,
                                               SslTransport::AppState::connected);
    lower->pause_reading();
    // A client may have begun with the handshake already.
    if (server_side) {
        secure->feed(writer.reader->view());
        writer.reader->discard(writer.reader->buffered());
    }
    const Ref<SocketTransport> below(lower);
    const Ref<ProtocolState> between = secure->lower_protocol();
    lower->set_protocol(between);
    call_soon_internal(loop, "connection_made", [between, below] {
        if (!below->is_closing()) between->connection_made(*below);
    });
    call_soon_internal(loop, "resume_reading", [below] { below->resume_reading(); });
    return secure;
}

Coroutine<> start_tls(Ref<WriterState> writer, SslRequest request) {
    EventLoop& loop = get_running_loop();
    co_await StreamWriter(writer).drain();
    const SslConfig config = *request.config();
    config.check_timeouts();
    const auto waiter = make_internal_future<void>(loop, "start_tls");
    const Ref<TransportState> lower = writer->transport;
    const Ref<SslTransport> secure = insert_tls(loop, *writer, config, waiter);
    co_await ConnectionMade(waiter, lower);
    writer->transport = secure;
    writer->protocol->replace_transport(*secure);
}

}  // namespace
}  // namespace detail

Coroutine<> StreamWriter::start_tls(ssl::SSLContext context, StartTlsOptions options) const {
    detail::SslRequest request(options);
    request.set_context(std::move(context));
    return detail::start_tls(state_, std::move(request));
}

}  // namespace asyncio
