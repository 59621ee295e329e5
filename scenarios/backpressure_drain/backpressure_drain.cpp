#include "scenarios/scenario.h"

namespace {

using asyncio::StreamReader, asyncio::StreamWriter;

Coroutine<> slow_reader(StreamReader reader, StreamWriter writer) {
    co_await asyncio::sleep(5);
    const auto received = co_await reader.read(-1);
    print("the reader has", received.size() / 1024, "KiB");
    writer.close();
}

}  // namespace

Coroutine<> backpressure_drain(Parameters p) {
    const auto high = static_cast<std::size_t>(p.get<int>("high"));
    auto server = co_await asyncio::start_server(slow_reader, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    writer.transport().set_write_buffer_limits(high);
    for (int number = 0; number < p.get<int>("writes"); ++number) {
        writer.write(std::string(4096, '\0'));
        if (p.get<bool>("drain")) co_await writer.drain();
    }
    print("all written; in the buffer:", writer.transport().get_write_buffer_size() > high);
    writer.write_eof();
    co_await reader.read(-1);
    writer.close();
    server.close();
}
