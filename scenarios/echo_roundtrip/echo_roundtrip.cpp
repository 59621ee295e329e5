#include "scenarios/scenario.h"

namespace {

Coroutine<> handle(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    auto line = co_await reader.readline();
    print("server got", line);
    writer.write(line.upper());
    co_await writer.drain();
    writer.close();
}

Coroutine<> client(std::string name, asyncio::Address address, Parameters p) {
    auto [reader, writer] = co_await asyncio::open_connection(address);
    writer.write(p.get<std::string>("message") + "\n");
    print(name, "has written");
    if (p.get<bool>("drain")) co_await writer.drain();
    auto line = co_await reader.readline();
    print(name, "got", line);
    writer.close();
    co_await writer.wait_closed();
}

}  // namespace

Coroutine<> echo_roundtrip(Parameters p) {
    auto server = co_await asyncio::start_server(handle, "127.0.0.1", 0);
    auto address = server.sockets()[0].getsockname();
    co_await asyncio::async_with(server, [&]() -> Coroutine<> {
        std::vector<asyncio::Task<>> clients;
        for (int number = 1; number <= p.get<int>("clients"); ++number) {
            auto name = "client " + std::to_string(number);
            clients.push_back(asyncio::create_task(client(name, address, p), {.name = name}));
        }
        co_await asyncio::gather(clients);
    });
    print("serving:", server.is_serving());
}
