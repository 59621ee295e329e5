// Server.close() stops accepting but keeps connections; wait_closed() waits for them (3.12.1+).
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_server_close_open_connections {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    while (true) {
        const asyncio::Bytes line = co_await reader.readline();
        if (line.empty()) break;
        writer.write(line);
    }
    writer.close();
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    const auto address = server.sockets()[0].getsockname();
    auto [reader, writer] = co_await asyncio::open_connection(address);
    co_await asyncio::sleep(1);
    log("serving", server.is_serving());
    server.close();
    log("serving", server.is_serving(), "sockets", server.sockets().size());
    auto waiter = asyncio::create_task(server.wait_closed(), {.name = "wait_closed"});
    writer.write("still there\n");
    log(co_await reader.readline());
    try {
        co_await asyncio::open_connection(address);
    } catch (const asyncio::ConnectionRefusedError&) {
        log("ConnectionRefusedError");
    }
    co_await asyncio::sleep(1);
    log("wait_closed done", waiter.done());
    writer.close();
    co_await waiter;
    log("wait_closed returned");
}

const Case kCase("tcp_server_close_open_connections", main_);

}  // namespace
}  // namespace conformance::tcp_server_close_open_connections
