// Many writes in one turn: one read gives them all, however the kernel carries them.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::many_writes_in_a_turn {
namespace {

using namespace asyncio;

Coroutine<> lines(StreamReader reader, StreamWriter writer) {
    const int count = std::stoi(co_await reader.readline());
    for (int i = 0; i < count; ++i) writer.write("line " + std::to_string(i) + "\n");
    writer.close();
}

Coroutine<> echo(StreamReader reader, StreamWriter writer) {
    while (true) {
        Bytes data = co_await reader.read(1000);
        if (!data) break;
        writer.write(data);
        co_await writer.drain();
    }
    writer.close();
}

Coroutine<> client(Address address, int i) {
    auto [reader, writer] = co_await open_connection(address);
    for (int n = 0; n < 30; ++n) writer.write(std::string(static_cast<std::size_t>(i + 1), 'x'));
    writer.write_eof();
    std::vector<std::size_t> sizes;
    while (true) {
        Bytes data = co_await reader.read(100000);
        if (!data) break;
        sizes.push_back(data.size());
    }
    log(i, sizes);
    writer.close();
    co_await writer.wait_closed();
}

Coroutine<> main_() {
    Server server = co_await start_server(lines, "127.0.0.1", 0);
    for (const int count : {10, 50, 200}) {
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        writer.write(std::to_string(count) + "\n");
        int got = 0;
        while (co_await reader.readline()) ++got;
        log(got);
        writer.close();
    }
    server.close();
    co_await server.wait_closed();

    server = co_await start_server(echo, "127.0.0.1", 0);
    std::vector<Coroutine<>> clients;
    for (int i = 0; i < 6; ++i) clients.push_back(client(server.sockets()[0].getsockname(), i * 20));
    co_await gather(std::move(clients));
    server.close();
    co_await server.wait_closed();
}

const Case kCase("many_writes_in_a_turn", main_);

}  // namespace
}  // namespace conformance::many_writes_in_a_turn
