// TCP: several tasks may wait in drain(); all are released together, in order.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_drain_many {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    co_await asyncio::sleep(3);
    const asyncio::Bytes data = co_await reader.read();
    log("server got", data.size());
    writer.close();
}

asyncio::Coroutine<> drainer(std::string name, asyncio::StreamWriter writer) {
    co_await writer.drain();
    log(name, "drained");
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    writer.write(std::string(20'000'000, 'x'));
    std::vector<asyncio::Task<>> tasks;
    for (const std::string name : {"A", "B", "C"})
        tasks.push_back(asyncio::create_task(drainer(name, writer), {.name = name}));
    co_await asyncio::wait(tasks);
    writer.write_eof();
    log("EOF", co_await reader.read());
    writer.close();
    server.close();
}

const Case kCase("tcp_drain_many", main_);

}  // namespace
}  // namespace conformance::tcp_drain_many
