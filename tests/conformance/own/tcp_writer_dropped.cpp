// StreamWriter: who forgets the last one closes the connection, on either side, without a word.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_writer_dropped {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    writer.write(co_await reader.readline());
    log("handler forgets its writer");
}

asyncio::Coroutine<> ask(asyncio::Address address) {
    auto [reader, writer] = co_await asyncio::open_connection(address);
    writer.write("question\n");
    log("asked");
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    const asyncio::Address address = server.sockets()[0].getsockname();
    auto [reader, writer] = co_await asyncio::open_connection(address);
    writer.write("hello\n");
    log(co_await reader.read());
    co_await ask(address);
    co_await asyncio::sleep(1);
    server.close();
    co_await server.wait_closed();
    log("closed");
    writer.close();
}

const Case kCase("tcp_writer_dropped", main_);

}  // namespace
}  // namespace conformance::tcp_writer_dropped
