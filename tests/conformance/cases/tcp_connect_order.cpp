// open_connection() and the server's callback: who runs first.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_connect_order {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    log("server callback");
    writer.write("welcome");
    log("server wrote");
    co_await reader.read();
    writer.close();
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    log("listening");
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    log("client connected");
    log("client got", co_await reader.read(100));
    writer.close();
    co_await writer.wait_closed();
    server.close();
}

const Case kCase("tcp_connect_order", main_);

}  // namespace
}  // namespace conformance::tcp_connect_order
