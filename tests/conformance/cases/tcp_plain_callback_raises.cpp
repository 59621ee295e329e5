// start_server(): a plain callback that raises: reported, and the connection is closed (3.14.10; not yet
// in 3.14.2).
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_plain_callback_raises {
namespace {

void plain(asyncio::StreamReader, asyncio::StreamWriter) { throw asyncio::ValueError("plain callback"); }

asyncio::Coroutine<> main_() {
    asyncio::get_running_loop().set_exception_handler(
        [](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
            log("handler:", err(context.exception));
        });
    auto server = co_await asyncio::start_server(plain, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    try {
        log("client got", co_await asyncio::wait_for(reader.read(), 5));
    } catch (const asyncio::TimeoutError&) {
        log("client TimeoutError");
    }
    writer.close();
    server.close();
}

const Case kCase("tcp_plain_callback_raises", main_);

}  // namespace
}  // namespace conformance::tcp_plain_callback_raises
