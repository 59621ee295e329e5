#include "scenarios/scenario.h"

namespace {

using asyncio::Bytes, asyncio::StreamReader, asyncio::StreamWriter;

Coroutine<> receive(StreamReader reader, StreamWriter writer, double pause) {
    co_await asyncio::sleep(pause);
    auto data = co_await reader.read(-1);
    print("the reader has", data.size() / 1024, "KiB");
    writer.close();
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto callback = [p](StreamReader reader, StreamWriter writer) {
        return receive(reader, writer, p.get<double>("pause"));
    };
    const auto limit = p.get<int>("limit") * 1024;
    auto server = co_await asyncio::start_server(callback, "127.0.0.1", 0, {.limit = limit});
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    const auto socket = writer.get_extra_info("socket").as<asyncio::TransportSocket>();
    socket.setsockopt(SOL_SOCKET, SO_SNDBUF, p.get<int>("network") * 1024);
    writer.transport().set_write_buffer_limits(p.get<int>("high") * 1024);
    std::size_t most = 0;
    for (int number = 0; number < 100; ++number) {
        writer.write(Bytes(std::string(8192, 'x')));
        most = std::max(most, writer.transport().get_write_buffer_size());
        if (p.get<bool>("drain")) co_await writer.drain();
    }
    print("written; waiting at most", most / 1024, "KiB");
    writer.write_eof();
    co_await reader.read();
    writer.close();
    server.close();
}
