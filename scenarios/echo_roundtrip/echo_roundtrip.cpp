#include "scenarios/scenario.h"

namespace {

Coroutine<> answer(double delay, asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    co_await asyncio::sleep(delay);
    auto line = co_await reader.readline();
    print("server got", line);
    writer.write(line.upper());
    writer.close();
}

void greet(asyncio::StreamReader, asyncio::StreamWriter writer) {
    writer.write("HELLO\n");
    asyncio::get_running_loop().call_later(1, &asyncio::StreamWriter::close, writer);
}

Coroutine<> client(std::string name, asyncio::Server server) {
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    writer.write("hi\n");
    print(name, "has written");
    co_await writer.drain();
    print(name, "got", co_await reader.readline());
    writer.close();
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto slow_answer = std::bind_front(answer, p.get<double>("delay"));
    auto starting = p.get<std::string>("callback") == "coroutine"
                        ? asyncio::start_server(slow_answer, "127.0.0.1", 0)
                        : asyncio::start_server(greet, "127.0.0.1", 0);
    auto server = co_await std::move(starting);
    std::vector<asyncio::Task<>> clients;
    for (const std::string name : {"A", "B", "C"})
        if (static_cast<int>(clients.size()) < p.get<int>("clients"))
            clients.push_back(create_task(client(name, server), {.name = name}));
    co_await asyncio::async_with(server, [&]() -> Coroutine<> { co_await asyncio::gather(clients); });
}
