#include "engine/streams/pipes.h"

#include "engine/streams/pipe_transport.h"
#include "engine/tasks/task.h"

namespace asyncio {

using detail::make_ref;
using detail::Ref;

namespace {

struct PipeStream {
    PipeStream(EventLoop& loop, std::int64_t limit)
        : reader(make_ref<detail::ReaderState>(loop, limit)),
          protocol(make_ref<detail::StreamProtocol>(loop, reader, nullptr)) {}
    Ref<detail::ReaderState> reader;
    Ref<detail::StreamProtocol> protocol;
};

Coroutine<std::pair<StreamReader, ReadTransport>> reader_over(EventLoop& loop, Pipe pipe, PipeStream stream) {
    const detail::PipeLabel label{.name = "read pipe"};
    Ref<detail::TransportState> transport =
        co_await detail::connect_read_pipe(loop, std::move(pipe), stream.protocol, label);
    co_return std::pair(StreamReader(stream.reader), ReadTransport(std::move(transport)));
}

Coroutine<StreamWriter> writer_over(EventLoop& loop, Pipe pipe, PipeStream stream) {
    const detail::PipeLabel label{.name = "write pipe"};
    Ref<detail::TransportState> transport =
        co_await detail::connect_write_pipe(loop, std::move(pipe), stream.protocol, label);
    co_return StreamWriter(
        make_ref<detail::WriterState>(stream.protocol, std::move(transport), Ref<detail::ReaderState>()));
}

}  // namespace

namespace detail {

Coroutine<NewConnection> connect_pipe(EventLoop& loop, ProtocolFactory factory, Pipe pipe, bool to_read) {
    NewConnection made;
    made.protocol = factory();
    if (to_read)
        made.transport =
            co_await connect_read_pipe(loop, std::move(pipe), made.protocol, PipeLabel{.name = "read pipe"});
    else
        made.transport = co_await connect_write_pipe(loop, std::move(pipe), made.protocol,
                                                     PipeLabel{.name = "write pipe"});
    co_return made;
}

Coroutine<std::pair<StreamReader, ReadTransport>> LoopConnections::connect_read_pipe(Pipe pipe,
                                                                                     std::int64_t limit) {
    EventLoop& loop = static_cast<EventLoop&>(*this);
    return reader_over(loop, std::move(pipe), PipeStream(loop, limit));
}

Coroutine<StreamWriter> LoopConnections::connect_write_pipe(Pipe pipe) {
    EventLoop& loop = static_cast<EventLoop&>(*this);
    return writer_over(loop, std::move(pipe), PipeStream(loop, kDefaultLimit));
}

}  // namespace detail

}  // namespace asyncio
