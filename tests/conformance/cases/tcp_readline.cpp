// TCP: lines split and joined across writes.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_readline {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader, asyncio::StreamWriter writer) {
    for (const char* data : {"first ", "line\nsecond line\nthi", "rd"}) {
        writer.write(data);
        co_await writer.drain();
        co_await asyncio::sleep(1);
    }
    writer.close();
}

asyncio::Coroutine<> main_() {
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    while (true) {
        const asyncio::Bytes line = co_await reader.readline();
        if (line.empty()) break;
        log(line);
    }
    log("EOF, at_eof", reader.at_eof());
    writer.close();
    server.close();
}

const Case kCase("tcp_readline", main_);

}  // namespace
}  // namespace conformance::tcp_readline
