// Over pipes: what loop.connect_read_pipe() and loop.connect_write_pipe() give.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/streams/create_connection.h"
#include "engine/streams/streams.h"
#include "engine/system/pipe.h"

#include <string>
#include <utility>

namespace asyncio {

// The transport below a StreamReader that reads from a pipe. A handle: copies refer to the same one; it goes
// on without.
class ReadTransport {
public:
    explicit ReadTransport(detail::Ref<detail::TransportState> transport)
        : transport_(std::move(transport)) {}

    void close() const { transport_->close(); }
    bool is_closing() const { return transport_->is_closing(); }
    void pause_reading() const { transport_->pause_reading(); }
    void resume_reading() const { transport_->resume_reading(); }
    bool is_reading() const { return transport_->is_reading(); }
    // "pipe".
    ExtraInfo get_extra_info(std::string_view name) const { return transport_->get_extra_info(name); }
    std::string repr() const { return transport_->repr(); }
    friend bool operator==(const ReadTransport&, const ReadTransport&) = default;

private:
    detail::Ref<detail::TransportState> transport_;
};

namespace detail {

Coroutine<NewConnection> connect_pipe(EventLoop& loop, ProtocolFactory factory, Pipe pipe, bool to_read);

template <class P>
Coroutine<std::pair<Transport, std::shared_ptr<P>>> connect_pipe_of(EventLoop& loop, ProtocolFactory factory,
                                                                    Pipe pipe, bool to_read) {
    const NewConnection made = co_await connect_pipe(loop, std::move(factory), std::move(pipe), to_read);
    co_return std::pair(Transport(made.transport), program_protocol<P>(*made.protocol));
}

template <class F>
requires std::is_invocable_v<F&> LoopConnections::Connected<F> LoopConnections::connect_read_pipe(F&& factory,
                                                                                                  Pipe pipe) {
    check_temporary<F>();
    return connect_pipe_of<ProtocolOf<F>>(static_cast<EventLoop&>(*this),
                                          protocol_factory<std::decay_t<F>>(std::forward<F>(factory)),
                                          std::move(pipe), true);
}
template <class F>
requires std::is_invocable_v<F&> LoopConnections::Connected<F> LoopConnections::connect_write_pipe(
    F&& factory, Pipe pipe) {
    check_temporary<F>();
    return connect_pipe_of<ProtocolOf<F>>(static_cast<EventLoop&>(*this),
                                          protocol_factory<std::decay_t<F>>(std::forward<F>(factory)),
                                          std::move(pipe), false);
}

}  // namespace detail

}  // namespace asyncio
