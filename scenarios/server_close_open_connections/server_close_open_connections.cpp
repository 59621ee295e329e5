#include "scenarios/scenario.h"

namespace {

using asyncio::StreamReader, asyncio::StreamWriter;

Coroutine<> echo(StreamReader reader, StreamWriter writer) {
    while (true) {
        const auto data = co_await reader.read(100);
        if (data.empty()) break;
        print("the server has read", data);
        writer.write(data.upper());
    }
    writer.close();
}

Coroutine<> client(asyncio::Address address) {
    auto [reader, writer] = co_await asyncio::open_connection(address);
    co_await asyncio::sleep(2);
    writer.write("hi");
    print("the client reads", co_await reader.read(100));
    co_await asyncio::sleep(2);
    writer.close();
    print("the client leaves");
}

}  // namespace

Coroutine<> server_close_open_connections(Parameters p) {
    const auto end = p.get<std::string>("end");
    auto server = co_await asyncio::start_server(echo, "127.0.0.1", 0);
    auto talking = asyncio::create_task(client(server.sockets()[0].getsockname()), {.name = "client"});
    co_await asyncio::sleep(1);
    server.close();
    print("closed; serving:", server.is_serving());
    if (end == "close_clients") server.close_clients();
    if (end == "abort_clients") server.abort_clients();
    co_await server.wait_closed();
    print("wait_closed() returns");
    co_await talking;
}
