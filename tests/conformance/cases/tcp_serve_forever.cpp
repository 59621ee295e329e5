// serve_forever(): cancelling it closes the server, and the clients too; twice is a RuntimeError.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_serve_forever {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    log("handler reads", co_await reader.read());
    writer.close();
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0, {.start_serving = false});
    log("serving", server.is_serving());
    auto task = asyncio::create_task(server.serve_forever(), {.name = "forever"});
    co_await asyncio::sleep(0);
    log("serving", server.is_serving());
    try {
        co_await server.serve_forever();
    } catch (const asyncio::RuntimeError&) {
        log("RuntimeError");
    }
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    co_await asyncio::sleep(1);
    task.cancel();
    const std::vector tasks = {task};
    co_await asyncio::wait(tasks, {.timeout = 5});
    log("forever done", task.done(), "serving", server.is_serving());
    writer.close();
    co_await asyncio::wait(tasks);
    log("cancelled()", task.cancelled());
    try {
        co_await server.serve_forever();
    } catch (const asyncio::RuntimeError&) {
        log("RuntimeError when closed");
    }
}

const Case kCase("tcp_serve_forever", main_);

}  // namespace
}  // namespace conformance::tcp_serve_forever
