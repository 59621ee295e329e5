#include "engine/streams/connection_made.h"
#include "engine/streams/open_socket.h"
#include "engine/streams/streams.h"
#include "engine/tls/ssl_transport.h"

namespace asyncio {

namespace detail {

namespace {

// Puts TLS between a transport and a protocol. `reader`: of a stream.
Ref<SslTransport> insert_tls(EventLoop& loop, TransportState& transport, Ref<ProtocolState> protocol,
                             const SslConfig& config, const Ref<FutureState<void>>& waiter, bool server_side,
                             ReaderState* reader) {
    auto* lower = dynamic_cast<SocketTransport*>(&transport);
    if (!lower) throw TypeError("transport " + transport.repr() + " is not supported by start_tls()");
    const auto secure = make_ref<SslTransport>(loop, std::move(protocol), config, waiter, server_side,
                                               SslTransport::AppState::connected);
    lower->pause_reading();
    // A client may have begun with the handshake already.
    if (server_side && reader) {
        secure->feed(reader->view());
        reader->discard(reader->buffered());
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
    const Ref<SslTransport> secure = insert_tls(loop, *lower, writer->protocol, config, waiter,
                                                writer->protocol->server_side(), writer->reader.get());
    co_await ConnectionMade(waiter, lower);
    writer->transport = secure;
    writer->protocol->replace_transport(*secure);
}

// A program's protocol over `transport`.
Ref<ProtocolState> program_protocol_over(const std::shared_ptr<BaseProtocol>& protocol,
                                         const TransportState* transport) {
    if (auto plain = std::dynamic_pointer_cast<Protocol>(protocol))
        return make_ref<ProgramProtocol>(std::move(plain), transport);
    if (auto buffered = std::dynamic_pointer_cast<BufferedProtocol>(protocol))
        return make_ref<ProgramProtocol>(std::move(buffered), transport);
    throw TypeError("start_tls(): no protocol of bytes; for a stream's there is StreamWriter.start_tls()");
}

// By its name it shows in the await chain.
namespace of_loop {

Coroutine<Transport> start_tls(EventLoop& loop, Transport transport, std::shared_ptr<BaseProtocol> protocol,
                               SslRequest request, bool server_side) {
    const SslConfig config = *request.config();
    config.check_timeouts();
    const auto waiter = make_internal_future<void>(loop, "start_tls");
    const Ref<TransportState> lower = transport.state();
    const Ref<SslTransport> secure = insert_tls(loop, *lower, program_protocol_over(protocol, nullptr),
                                                config, waiter, server_side, nullptr);
    secure->set_protocol(program_protocol_over(protocol, secure.get()));
    co_await ConnectionMade(waiter, lower);
    co_return Transport(secure);
}

}  // namespace of_loop

}  // namespace

Coroutine<Transport> LoopConnections::start_tls(Transport transport, std::shared_ptr<BaseProtocol> protocol,
                                                ssl::SSLContext sslcontext) {
    return start_tls(std::move(transport), std::move(protocol), std::move(sslcontext), LoopTlsOptions());
}
Coroutine<Transport> LoopConnections::start_tls(Transport transport, std::shared_ptr<BaseProtocol> protocol,
                                                ssl::SSLContext sslcontext, LoopTlsOptions options) {
    SslRequest request(options);
    request.set_context(std::move(sslcontext));
    return of_loop::start_tls(static_cast<EventLoop&>(*this), std::move(transport), std::move(protocol),
                              std::move(request), options.server_side);
}

}  // namespace detail

Coroutine<> StreamWriter::start_tls(ssl::SSLContext context, StartTlsOptions options) const {
    detail::SslRequest request(options);
    request.set_context(std::move(context));
    return detail::start_tls(state_, std::move(request));
}

}  // namespace asyncio
