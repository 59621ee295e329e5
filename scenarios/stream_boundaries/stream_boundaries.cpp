#include "scenarios/scenario.h"

namespace {
const std::map<std::string, std::vector<const char*>> kChunks = {
    {"unevenly", {"HE", "LLO\nWOR", "LD\nEND"}},
    {"by_lines", {"HELLO\n", "WORLD\n", "END"}},
    {"not_at_all", {"HELLO\nWORLD\nEND"}},
};

Coroutine<> serve(asyncio::StreamWriter writer, Parameters p) {
    for (const char* chunk : kChunks.at(p.get<std::string>("cut"))) {
        co_await asyncio::sleep(1);
        writer.write(chunk);
    }
    if (!p.get<bool>("ends")) co_await asyncio::Event().wait();
    writer.close();
}

Coroutine<asyncio::Bytes> receive(asyncio::StreamReader reader, std::string method) {
    if (method == "read") co_return co_await reader.read(100);
    if (method == "read_all") co_return co_await reader.read(-1);
    if (method == "readline") co_return co_await reader.readline();
    if (method == "readuntil") co_return co_await reader.readuntil("\n");
    co_return co_await reader.readexactly(6);
}
}  // namespace

Coroutine<> main(Parameters p) {
    const auto callback = [p](auto, asyncio::StreamWriter writer) { return serve(writer, p); };
    auto server = co_await asyncio::start_server(callback, "127.0.0.1", 0);
    const auto address = server.sockets()[0].getsockname();
    auto [reader, writer] = co_await asyncio::open_connection(address, {.limit = p.get<int>("limit")});
    try {
        while (!reader.at_eof()) print("got", co_await receive(reader, p.get<std::string>("method")));
    } catch (const asyncio::Exception& error) {
        print(error.type_name(), error.what());
    }
    writer.close();
    server.close();
}
