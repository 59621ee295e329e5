// TCP: leaving run() cancels a handler that waits for data; the client's close is not needed.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_cancel_handler {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    try {
        co_await reader.read();
    } catch (const asyncio::CancelledError&) {
        log("handler cancelled");
        writer.close();
        throw;
    }
    writer.close();
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    co_await asyncio::sleep(1);
    log("main returns");
}

const Case kCase("tcp_cancel_handler", main_);

}  // namespace
}  // namespace conformance::tcp_cancel_handler
