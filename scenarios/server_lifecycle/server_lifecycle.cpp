#include "scenarios/scenario.h"

namespace {

using asyncio::StreamReader, asyncio::StreamWriter;

Coroutine<> greet(StreamReader, StreamWriter writer) {
    writer.write("hello");
    writer.close();
    co_return;
}

Coroutine<> knock(asyncio::Address address) {
    try {
        auto [reader, writer] = co_await asyncio::open_connection(address);
        print("the server says", co_await reader.read(-1));
        writer.close();
    } catch (const asyncio::ConnectionRefusedError&) {
        print("refused");
    }
}

}  // namespace

Coroutine<> server_lifecycle(Parameters p) {
    const auto start = p.get<std::string>("start");
    auto server = co_await asyncio::start_server(greet, "127.0.0.1", 0, {.start_serving = false});
    const auto address = server.sockets()[0].getsockname();
    print("serving:", server.is_serving(), "sockets:", server.sockets().size());
    if (start == "nothing") co_await knock(address);
    if (start == "start_serving") co_await server.start_serving();
    auto serving = asyncio::create_task(server.serve_forever(), {.name = "serve_forever"});
    co_await asyncio::sleep(1);
    print("serving:", server.is_serving());
    co_await knock(address);
    if (p.get<std::string>("end") == "cancel")
        serving.cancel();
    else
        server.close();
    co_await asyncio::wait(serving);
    print("serving:", server.is_serving(), "sockets:", server.sockets().size());
    co_await knock(address);
}
