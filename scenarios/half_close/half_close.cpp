#include "scenarios/scenario.h"

namespace {

using asyncio::StreamReader, asyncio::StreamWriter;

Coroutine<> count(StreamReader reader, StreamWriter writer) {
    const auto data = co_await reader.read(-1);
    print("the server has read", data);
    writer.write(std::to_string(data.size()) + " bytes");
    writer.close();
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto end = p.get<std::string>("end");
    auto server = co_await asyncio::start_server(count, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    writer.writelines({"ab", "cd"});
    if (end == "write_eof" && writer.can_write_eof()) writer.write_eof();
    if (end == "close") writer.close();
    try {
        const auto limit = p.get<std::optional<double>>("limit");
        print("the client gets", co_await asyncio::wait_for(reader.read(-1), limit));
    } catch (const asyncio::TimeoutError&) {
        print("the client waits no longer");
    }
    if (end == "write_eof") {
        try {
            writer.write("more");
        } catch (const asyncio::RuntimeError& error) {
            print("RuntimeError:", error.what());
        }
    }
    writer.close();
    server.close();
}
