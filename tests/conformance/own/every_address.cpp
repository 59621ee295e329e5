// Servers on every address of the machine, on none that is named, and on one.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::every_address {
namespace {

using namespace asyncio;

Coroutine<> serve(StreamReader reader, StreamWriter writer) {
    writer.write(co_await reader.readline());
    writer.close();
}

Coroutine<> attempt(std::string host) {
    Server server = co_await start_server(serve, host, 0);
    auto [reader, writer] = co_await open_connection("127.0.0.1", server.sockets()[0].getsockname().port);
    writer.write("hello\n");
    log(host, co_await reader.readline());
    writer.close();
    server.close();
    co_await server.wait_closed();
}

Coroutine<> beside() {
    for (int turn = 0; turn < 5; ++turn) {
        log("turn", turn);
        co_await sleep(0);
    }
}

Coroutine<> main_() {
    for (const std::string host : {"127.0.0.1", "0.0.0.0"}) co_await gather(attempt(host), beside());
    {
        auto [server, done] = co_await gather(start_server(serve, "", 0), beside());
        log("", server.is_serving());
        server.close();
        co_await server.wait_closed();
    }
    auto [server, done] = co_await gather(start_server(serve, std::nullopt, 0), beside());
    log(None(), server.is_serving());
    server.close();
    co_await server.wait_closed();
}

const Case kCase("every_address", main_);

}  // namespace
}  // namespace conformance::every_address
