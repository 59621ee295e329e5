#include "scenarios/scenario.h"

namespace {

Coroutine<> answer(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    while (auto line = co_await reader.next()) writer.write(line->upper());
    writer.close();
}

Coroutine<> guest(asyncio::Address address, std::optional<double> stay) {
    auto [reader, writer] = co_await asyncio::open_connection(address);
    co_await asyncio::sleep(2);
    writer.write("hello\n");
    print("guest got", co_await reader.readline());
    if (!stay) co_await asyncio::Event().wait();
    co_await asyncio::sleep(*stay);
    writer.close();
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto end = p.get<std::string>("end");
    auto server = co_await asyncio::start_server(answer, "127.0.0.1", 0);
    const auto address = server.sockets()[0].getsockname();
    auto task = asyncio::create_task(guest(address, p.get<std::optional<double>>("stay")), {.name = "guest"});
    co_await asyncio::sleep(1);
    server.close();
    if (end == "close_clients") server.close_clients();
    if (end == "abort_clients") server.abort_clients();
    try {
        co_await asyncio::open_connection(address);
    } catch (const asyncio::ConnectionRefusedError&) {
        print("newcomer refused");
    }
    co_await server.wait_closed();
    print("wait_closed returned");
    co_await task;
}
