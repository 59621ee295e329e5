#include "scenarios/scenario.h"

namespace {

Coroutine<> knock(asyncio::Address address) {
    auto [reader, writer] = co_await asyncio::open_connection(address);
    print("somebody came in");
    writer.close();
}

Coroutine<> attempt(Coroutine<> what) {
    try {
        co_await std::move(what);
    } catch (const asyncio::Exception& error) {
        print(error.type_name());
    }
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto end = p.get<std::string>("end");
    const auto welcome = [](asyncio::StreamReader, asyncio::StreamWriter w) { w.close(); };
    auto server =
        co_await asyncio::start_server(welcome, "127.0.0.1", 0, {.start_serving = p.get<bool>("start")});
    const auto address = server.sockets()[0].getsockname();
    co_await attempt(knock(address));
    auto serving = asyncio::create_task(server.serve_forever(), {.name = "serve_forever"});
    co_await asyncio::sleep(1);
    auto again = p.get<bool>("twice") ? server.serve_forever() : knock(address);
    co_await attempt(std::move(again));
    if (end == "async_with") co_await asyncio::async_with(server, [&] { return attempt(knock(address)); });
    end == "cancel" ? void(serving.cancel()) : server.close();
    co_await asyncio::wait(serving);
    print("serving:", server.is_serving(), "sockets:", server.sockets().size());
    co_await attempt(knock(address));
    co_await attempt(server.start_serving());
}
