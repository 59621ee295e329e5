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
    auto server = co_await asyncio::start_server(greet, "127.0.0.1", 0, {.start_serving = false});
    const auto address = server.sockets()[0].getsockname();
    print("serving:", server.is_serving(), "sockets:", server.sockets().size());
    if (p.get<std::string>("start") == "nothing")
        co_await knock(address);
    else
        co_await server.start_serving();
    auto serving = asyncio::create_task(server.serve_forever(), {.name = "serve_forever"});
    co_await asyncio::sleep(1);
    co_await knock(address);
    try {
        if (p.get<bool>("twice")) co_await server.serve_forever();
    } catch (const asyncio::RuntimeError&) {
        print("RuntimeError: it is being served already");
    }
    p.get<std::string>("end") == "cancel" ? void(serving.cancel()) : server.close();
    co_await asyncio::wait(serving);
    print("serving:", server.is_serving(), "sockets:", server.sockets().size());
    co_await knock(address);
}
