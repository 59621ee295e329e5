#include "scenarios/scenario.h"

namespace {

Coroutine<> handle(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    auto line = co_await reader.readline();
    print("server got", line);
    writer.write(line.upper());
    writer.close();
}

Coroutine<asyncio::Server> serve(std::string path, Parameters p) {
    return p.get<std::string>("transport") == "unix" ? asyncio::start_unix_server(handle, path)
                                                     : asyncio::start_server(handle, "127.0.0.1", 0);
}

Coroutine<asyncio::Connection> connect(asyncio::Address peer) {
    return peer.is_path() ? asyncio::open_unix_connection(peer.host) : asyncio::open_connection(peer);
}

Coroutine<> client(std::string name, asyncio::Address address, Parameters p) {
    auto [reader, writer] = co_await connect(address);
    print(name, "talks to", writer.get_extra_info("peername")->is_path() ? "a path" : "a host and a port");
    writer.write("hi\n");
    print(name, "has written");
    if (p.get<bool>("drain")) co_await writer.drain();
    print(name, "got", co_await reader.readline());
    writer.close();
    co_await writer.wait_closed();
}

}  // namespace

Coroutine<> echo_roundtrip(Parameters p) {
    const TemporaryDirectory folder;
    auto server = co_await serve(folder.path() + "/echo", p);
    auto address = server.sockets()[0].getsockname();
    co_await asyncio::async_with(server, [&]() -> Coroutine<> {
        std::vector<asyncio::Task<>> clients;
        for (int number = 1; number <= p.get<int>("clients"); ++number) {
            auto name = "client " + std::to_string(number);
            clients.push_back(asyncio::create_task(client(name, address, p), {.name = name}));
        }
        co_await asyncio::gather(clients);
    });
}
