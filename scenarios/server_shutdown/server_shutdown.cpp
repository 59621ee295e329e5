#include "scenarios/scenario.h"

namespace {

Coroutine<> answer(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    while (auto line = co_await reader.next()) {
        co_await asyncio::sleep(2);
        writer.write(line->upper());
    }
    writer.close();
}

Coroutine<> guest(std::string name, asyncio::Address address) {
    auto [reader, writer] = co_await asyncio::open_connection(address);
    if (name == "busy") writer.write("hello\n");
    print(name, "got", co_await reader.readline());
    writer.close();
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto server = co_await asyncio::start_server(answer, "127.0.0.1", 0);
    const auto address = server.sockets()[0].getsockname();
    std::vector<asyncio::Task<>> guests = {create_task(guest("busy", address), {.name = "busy"})};
    if (p.get<bool>("idle")) guests.push_back(create_task(guest("idle", address), {.name = "idle"}));
    co_await asyncio::sleep(1);
    server.close();
    bool in_time = true;
    try {
        co_await asyncio::wait_for(server.wait_closed(), p.get<std::optional<double>>("grace"));
    } catch (const asyncio::TimeoutError&) {
        print("no more patience");
        server.close_clients();
        in_time = false;
    }
    if (!in_time) co_await server.wait_closed();
    print("closed");
    co_await asyncio::sleep(1);
}
