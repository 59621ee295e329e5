// TCP: wait_for(read) that times out leaves the stream usable; nothing is lost.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_read_timeout {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader, asyncio::StreamWriter writer) {
    for (const char* data : {"ab", "cd\n"}) {
        co_await asyncio::sleep(2);
        writer.write(data);
    }
    writer.close();
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    for (const int timeout : {1, 2, 5}) {
        try {
            log("got", co_await asyncio::wait_for(reader.readline(), timeout));
        } catch (const asyncio::TimeoutError&) {
            log("TimeoutError", timeout);
        }
    }
    writer.close();
    server.close();
}

const Case kCase("tcp_read_timeout", main_);

}  // namespace
}  // namespace conformance::tcp_read_timeout
