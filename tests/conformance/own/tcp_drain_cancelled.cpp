// drain(): cancelled while it waits, the others wait on; a lost connection wakes them with what became of it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_drain_cancelled {
namespace {

asyncio::Coroutine<> drain(asyncio::StreamWriter writer, std::string name) {
    try {
        co_await writer.drain();
        log(name, "drained");
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw;
    } catch (const asyncio::ConnectionError& exc) {
        log(name, err(exc));
    }
}

asyncio::Coroutine<> main_() {
    std::vector<asyncio::StreamWriter> handlers;
    const auto serve = [&](asyncio::StreamReader, asyncio::StreamWriter writer) -> asyncio::Coroutine<> {
        handlers.push_back(writer);
        co_await asyncio::sleep(2);
        writer.transport().abort();
    };
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    writer.transport().set_write_buffer_limits(0);
    co_await drain(writer, "nothing written");
    writer.write(std::string(10'000'000, 'x'));
    std::vector<asyncio::Task<>> tasks;
    for (int i = 0; i < 3; ++i) {
        const std::string name = "drain " + std::to_string(i);
        tasks.push_back(asyncio::create_task(drain(writer, name), {.name = name}));
    }
    co_await asyncio::sleep(1);
    tasks[1].cancel();
    const std::vector second = {tasks[1]};
    co_await asyncio::wait(second);
    writer.transport().abort();
    log("closing", writer.is_closing(), "buffered", writer.transport().get_write_buffer_size());
    co_await asyncio::wait(tasks);
    co_await drain(writer, "too late");
    server.close();
}

const Case kCase("tcp_drain_cancelled", main_);

}  // namespace
}  // namespace conformance::tcp_drain_cancelled
