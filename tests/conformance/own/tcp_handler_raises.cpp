// TCP: a handler that raises, is cancelled, or returns without closing: when its connection is closed, and
// what is reported.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_handler_raises {
namespace {

asyncio::Coroutine<> raises(asyncio::StreamReader reader, asyncio::StreamWriter) {
    co_await reader.read(1);
    throw asyncio::ValueError("handler");
}

asyncio::Coroutine<> cancels_itself(asyncio::StreamReader reader, asyncio::StreamWriter) {
    co_await reader.read(1);
    asyncio::current_task().cancel();
    co_await asyncio::sleep(1);
}

asyncio::Coroutine<> returns(asyncio::StreamReader reader, asyncio::StreamWriter) {
    co_await reader.read(1);
    log("handler returns");
}

asyncio::Coroutine<> helped(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    co_await raises(reader, writer);
}

asyncio::Coroutine<> main_() {
    asyncio::get_running_loop().set_exception_handler(
        [](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
            log("handler:", context.message, context.keys(), err(context.exception));
        });
    for (const auto serve : {raises, cancels_itself, returns, helped}) {
        auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
        auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
        writer.write("x");
        log("got", co_await reader.read());
        writer.close();
        co_await writer.wait_closed();
        server.close();
        co_await server.wait_closed();
    }
}

const Case kCase("tcp_handler_raises", main_);

}  // namespace
}  // namespace conformance::tcp_handler_raises
