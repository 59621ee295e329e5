#include "scenarios/scenario.h"

namespace {

using asyncio::Connection, asyncio::PIPE, asyncio::StreamReader, asyncio::StreamWriter;

Coroutine<> echo(StreamReader reader, StreamWriter writer) {
    writer.write(co_await reader.readline());
    writer.close();
}

Coroutine<Connection> over_tls() {
    const TemporaryDirectory folder;
    const auto pem = make_certificate(folder.path());
    const auto own = asyncio::ssl::create_default_context(asyncio::ssl::Purpose::CLIENT_AUTH);
    own.load_cert_chain(pem);
    const auto trusting = asyncio::ssl::create_default_context(asyncio::ssl::Purpose::SERVER_AUTH, pem);
    auto server = co_await asyncio::start_server(echo, "127.0.0.1", 0, {.ssl = own});
    co_return co_await asyncio::open_connection(server.sockets()[0].getsockname(), {.ssl = trusting});
}

Coroutine<Connection> over_pipe() {
    const auto [reading, writing] = asyncio::make_pipe();
    const auto [reader, transport] = co_await asyncio::get_running_loop().connect_read_pipe(reading);
    co_return Connection{reader, co_await asyncio::get_running_loop().connect_write_pipe(writing)};
}

Coroutine<Connection> over_child() {
    const asyncio::SubprocessOptions pipes{.stdin = PIPE, .stdout = PIPE};
    const auto child = co_await asyncio::create_subprocess_exec("cat", pipes);
    co_return Connection{*child.stdout(), *child.stdin()};
}

}  // namespace

Coroutine<> other_roads(Parameters p) {
    const auto road = p.get<std::string>("road");
    const auto connect = road == "tls" ? &over_tls : road == "pipe" ? &over_pipe : &over_child;
    auto [reader, writer] = co_await connect();
    std::string known;
    for (const char* name : {"peername", "sockname", "socket", "cipher", "peercert", "pipe"})
        if (writer.get_extra_info(name)) known += std::string(" ") + name;
    print("known:" + known);
    print("can write_eof:", writer.can_write_eof());
    writer.write("hi\n");
    print("came back:", co_await reader.readline());
    writer.close();
}
