#include "scenarios/scenario.h"

namespace {

using asyncio::Bytes, asyncio::StreamReader, asyncio::StreamWriter;

Coroutine<> serve(StreamWriter writer, bool ends) {
    for (const char* chunk : {"HE", "LLO\nWOR", "LD\nEND"}) {
        co_await asyncio::sleep(1);
        writer.write(chunk);
    }
    if (!ends) co_await asyncio::Event().wait();
    writer.close();
}

Coroutine<Bytes> receive(StreamReader reader, std::string method) {
    if (method == "read") co_return co_await reader.read(100);
    if (method == "read_all") co_return co_await reader.read(-1);
    if (method == "readline") co_return co_await reader.readline();
    if (method == "readuntil") co_return co_await reader.readuntil("\n");
    co_return co_await reader.readexactly(6);
}

}  // namespace

Coroutine<> stream_boundaries(Parameters p) {
    const auto method = p.get<std::string>("method");
    const auto limit = p.get<int>("limit");
    const auto callback = [&](StreamReader, StreamWriter writer) {
        return serve(writer, p.get<bool>("ends"));
    };
    auto server = co_await asyncio::start_server(callback, "127.0.0.1", 0);
    const auto address = server.sockets()[0].getsockname();
    auto [reader, writer] = co_await asyncio::open_connection(address, {.limit = limit});
    try {
        while (!reader.at_eof()) print("got", co_await receive(reader, method));
    } catch (const asyncio::IncompleteReadError& error) {
        print("IncompleteReadError", error.what());
    } catch (const asyncio::LimitOverrunError& error) {
        print("LimitOverrunError", error.what());
    } catch (const asyncio::ValueError& error) {
        print("ValueError", error.what());
    }
    writer.close();
    server.close();
}
