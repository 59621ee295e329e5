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

Coroutine<std::pair<StreamReader, ReadTransport>> EventLoop::connect_read_pipe(Pipe pipe,
                                                                               std::int64_t limit) {
    return reader_over(*this, std::move(pipe), PipeStream(*this, limit));
}

Coroutine<StreamWriter> EventLoop::connect_write_pipe(Pipe pipe) {
    return writer_over(*this, std::move(pipe), PipeStream(*this, kDefaultLimit));
}

}  // namespace asyncio
