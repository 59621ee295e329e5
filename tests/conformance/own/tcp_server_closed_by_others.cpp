// Server: close() ends serve_forever() by a cancellation; close_clients() leaves it serving; twice is
// harmless.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_server_closed_by_others {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    log("handler got", co_await reader.read());
    writer.close();
}

asyncio::Coroutine<> forever(asyncio::Server server) {
    try {
        co_await server.serve_forever();
    } catch (const asyncio::CancelledError& exc) {
        log("forever", err(exc));
    }
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto task = asyncio::create_task(forever(server), {.name = "forever"});
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    co_await asyncio::sleep(1);
    server.close_clients();
    const asyncio::Bytes got = co_await reader.read();
    log("client got", got, "serving", server.is_serving());
    auto [reader2, writer2] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    co_await asyncio::sleep(1);
    server.close();
    server.close();
    log("sockets", server.sockets().size(), "serving", server.is_serving());
    auto waiter = asyncio::create_task(server.wait_closed(), {.name = "waiter"});
    co_await asyncio::sleep(1);
    log("forever done", task.done(), "waiter done", waiter.done());
    server.abort_clients();
    co_await waiter;
    log("client 2 got", co_await reader2.read());
    co_await server.wait_closed();
    writer.close();
    writer2.close();
}

const Case kCase("tcp_server_closed_by_others", main_);

}  // namespace
}  // namespace conformance::tcp_server_closed_by_others
