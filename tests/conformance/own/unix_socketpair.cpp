// Streams over a socket pair of the program's own: sock= in place of an address; errors of wrong use.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <netinet/in.h>
#include <sys/socket.h>

namespace conformance::unix_socketpair {
namespace {

asyncio::Coroutine<> answer(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    while (true) {
        const asyncio::Bytes line = co_await reader.readline();
        if (line.empty()) break;
        writer.write("got " + line);
        co_await writer.drain();
    }
    log("server at the end");
    writer.close();
}

asyncio::Coroutine<> main_() {
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) throw asyncio::OSError("no socket pair");
    auto [reader, writer] = co_await asyncio::open_connection({.sock = pair[0]});
    auto [right_reader, right_writer] = co_await asyncio::open_connection({.sock = pair[1]});
    const auto task =
        asyncio::create_task(answer(std::move(right_reader), std::move(right_writer)), {.name = "answer"});
    writer.write("one\ntwo\n");
    const asyncio::Bytes first = co_await reader.readline();
    const asyncio::Bytes second = co_await reader.readline();
    log(first, second);
    co_await asyncio::sleep(1);
    writer.write_eof();
    log(co_await reader.read());
    co_await task;
    writer.close();
    co_await writer.wait_closed();
    try {
        co_await asyncio::open_connection(asyncio::StreamOptions{});
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listening, reinterpret_cast<sockaddr*>(&any), sizeof any) != 0)
        throw asyncio::OSError("not bound");
    auto server = co_await asyncio::start_server(answer, {.sock = listening});
    const auto [host, port] = server.sockets()[0].getsockname();
    std::tie(reader, writer) = co_await asyncio::open_connection(host, port);
    writer.write("three\n");
    log(host, co_await reader.readline());
    writer.close();
    co_await asyncio::sleep(1);
    server.close();
    log(server.sockets());
    try {
        co_await server.start_serving();
    } catch (const asyncio::TypeError& exc) {
        log(err(exc));
    }
}

const Case kCase("unix_socketpair", main_);

}  // namespace
}  // namespace conformance::unix_socketpair
