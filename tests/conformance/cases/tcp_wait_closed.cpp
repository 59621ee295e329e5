// TCP: writer.wait_closed() before, during and after the close; is_closing().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_wait_closed {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    co_await reader.read();
    log("server sees EOF");
    writer.close();
}

asyncio::Coroutine<> closer(asyncio::StreamWriter writer) {
    co_await asyncio::sleep(1);
    log("closing");
    writer.close();
    writer.close();
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    log("is_closing", writer.is_closing());
    auto task = asyncio::create_task(closer(writer), {.name = "closer"});
    co_await writer.wait_closed();
    log("closed, is_closing", writer.is_closing());
    co_await writer.wait_closed();
    log("still closed");
    co_await task;
    co_await asyncio::sleep(1);
    server.close();
}

const Case kCase("tcp_wait_closed", main_);

}  // namespace
}  // namespace conformance::tcp_wait_closed
