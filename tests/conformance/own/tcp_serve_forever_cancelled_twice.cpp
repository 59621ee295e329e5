// serve_forever(): cancelled again while it waits for its connections to end, the second cancellation is what
// comes out.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_serve_forever_cancelled_twice {
namespace {

using namespace asyncio;

Coroutine<> serve(StreamReader reader, StreamWriter writer) {
    writer.write(Bytes(std::string(1'000'000, '\0')));
    try {
        co_await reader.read();
    } catch (const ConnectionError& exc) {
        log("serves", exc.type_name());
    }
}

Coroutine<> forever(Server server) {
    try {
        co_await server.serve_forever();
    } catch (const CancelledError& exc) {
        log(err(exc), current_task().cancelling());
    }
}

Coroutine<> main_() {
    for (int turns = 0; turns < 4; ++turns) {
        const auto server = co_await start_server(serve, "127.0.0.1", 0, {.start_serving = false});
        const auto task = create_task(forever(server), {.name = "forever"});
        co_await sleep(0);
        const auto address = server.sockets()[0].getsockname();
        auto [reader, writer] = co_await open_connection(address, {.limit = 1000});
        co_await sleep(1);
        log("turns", turns);
        task.cancel("first");
        for (int i = 0; i < turns; ++i) co_await sleep(0);
        task.cancel("second");
        co_await sleep(1);
        log(task.done());
        writer.transport().abort();  // until now the server had something to send
        co_await wait(task);
        co_await sleep(1);
    }
}

const Case kCase("tcp_serve_forever_cancelled_twice", main_);

}  // namespace
}  // namespace conformance::tcp_serve_forever_cancelled_twice
