// A server that is closed while somebody connects, after each number of turns: refused, dropped unserved, or
// served.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_server_closed_while_accepting {
namespace {

using namespace asyncio;

Coroutine<> serve(StreamReader reader, StreamWriter writer) {
    log("serves", co_await reader.read());
    writer.close();
}

Coroutine<> visit(int port) {
    try {
        auto [reader, writer] = co_await open_connection("127.0.0.1", port);
        log("connected");
        co_await sleep(1);
        writer.write_eof();
        log("reads", co_await reader.read());
        writer.close();
    } catch (const OSError& exc) {
        log(exc.type_name());
    }
}

Coroutine<> main_() {
    for (int turns = 0; turns < 8; ++turns) {
        const auto server = co_await start_server(serve, "127.0.0.1", 0);
        const auto task = create_task(visit(server.sockets()[0].getsockname().port), {.name = "visitor"});
        for (int i = 0; i < turns; ++i) co_await sleep(0);
        server.close();
        log("closed after", turns);
        co_await server.wait_closed();
        log("all gone");
        for (int i = 0; i < 4; ++i) co_await sleep(0);
        co_await task;
        co_await sleep(2);
    }
}

const Case kCase("tcp_server_closed_while_accepting", main_);

}  // namespace
}  // namespace conformance::tcp_server_closed_while_accepting
