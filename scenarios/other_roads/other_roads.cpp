#include "scenarios/scenario.h"

namespace {

using asyncio::Connection, asyncio::PIPE;

Coroutine<Connection> over_child() {
    const asyncio::SubprocessOptions pipes{.stdin = PIPE, .stdout = PIPE};
    const auto child = co_await asyncio::create_subprocess_exec("cat", pipes);
    co_return Connection{*child.stdout(), *child.stdin()};
}

Coroutine<Connection> over_pipe() {
    const auto [reading, writing] = asyncio::make_pipe();
    const auto [reader, transport] = co_await asyncio::get_running_loop().connect_read_pipe(reading);
    co_return Connection{reader, co_await asyncio::get_running_loop().connect_write_pipe(writing)};
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto connect = p.get<std::string>("road") == "child" ? &over_child : &over_pipe;
    auto [reader, writer] = co_await connect();
    std::string known;
    for (const char* name : {"peername", "sockname", "socket", "pipe"})
        if (writer.get_extra_info(name)) known += std::string(" ") + name;
    print("known:" + known);
    print("can write_eof:", writer.can_write_eof());
    writer.write("hi\n");
    print("came back:", co_await reader.readline());
    writer.close();
}
