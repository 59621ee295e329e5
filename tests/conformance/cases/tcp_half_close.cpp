// TCP: write_eof() ends one direction; the other goes on.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_half_close {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    const asyncio::Bytes data = co_await reader.read();
    log("server got all", data);
    for (int i = 0; i < 3; ++i) {
        co_await asyncio::sleep(1);
        writer.write("answer " + std::to_string(i) + "\n");
    }
    writer.close();
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    writer.write("question");
    log("can_write_eof", writer.can_write_eof());
    writer.write_eof();
    try {
        writer.write("more");
    } catch (const asyncio::RuntimeError& exc) {
        log("RuntimeError:", exc);
    }
    while (true) {
        const asyncio::Bytes line = co_await reader.readline();
        if (line.empty()) break;
        log("client got", line);
    }
    log("is_closing", writer.is_closing());
    writer.close();
    co_await writer.wait_closed();
    server.close();
}

const Case kCase("tcp_half_close", main_);

}  // namespace
}  // namespace conformance::tcp_half_close
