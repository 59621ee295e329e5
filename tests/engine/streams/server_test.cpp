#include "tests/engine/streams_test.h"

#include <sys/socket.h>

#include <filesystem>

using namespace asyncio;
using namespace engine_test;

TEST_CASE("one server listens on several addresses, on each once") {
    run([]() -> Coroutine<> {
        const std::vector<std::string> hosts = {"127.0.0.1", "127.0.0.2", "127.0.0.1"};
        const auto server = co_await start_server(echo, hosts, 0);
        REQUIRE(server.sockets().size() == 2);
        for (const auto& socket : server.sockets()) {
            auto [reader, writer] = co_await open_connection(socket.getsockname());
            writer.write("hello\n");
            CHECK(co_await reader.readline() == "hello\n");
            writer.close();
        }
        server.close();
        CHECK(server.sockets().empty());
        CHECK(repr(server) == "<Server sockets=()>");
    });
}

TEST_CASE("a server closes or aborts the connections it accepted") {
    run([]() -> Coroutine<> {
        for (const bool abort : {false, true}) {
            const auto server = co_await start_server(echo, "127.0.0.1", 0);
            auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
            co_await sleep(1);
            if (abort)
                server.abort_clients();
            else
                server.close_clients();
            CHECK(co_await reader.read() == "");
            CHECK(server.is_serving());
            server.close();
            co_await server.wait_closed();
        }
    });
}

TEST_CASE("serve_forever() is ended by close() from elsewhere") {
    run([]() -> Coroutine<> {
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        const auto forever = create_task(failure_of(server.serve_forever()));
        co_await sleep(1);
        CHECK((co_await failure_of(server.serve_forever()))
                  .find("is already being awaited on serve_forever()") != std::string::npos);
        server.close();
        CHECK(co_await forever == "CancelledError()");
        CHECK(co_await failure_of(server.serve_forever()) ==
              "RuntimeError('server <Server sockets=()> is closed')");
    });
}

TEST_CASE("a Unix server replaces a stale socket and removes its own file, but nobody else's") {
    const TemporaryFolder folder;
    const std::string path = folder.file("socket");
    run([path]() -> Coroutine<> {
        co_await start_unix_server(echo, path, {.cleanup_socket = false});
        CHECK(std::filesystem::exists(path));
        const auto server = co_await start_unix_server(echo, path);
        auto [reader, writer] = co_await open_unix_connection(path);
        CHECK(writer.get_extra_info("sockname") == "");
        CHECK(server.sockets()[0].getsockname() == path);
        writer.write("hello\n");
        CHECK(co_await reader.readline() == "hello\n");
        writer.close();
        server.close();
        CHECK(!std::filesystem::exists(path));

        const auto second = co_await start_unix_server(echo, path);
        std::filesystem::remove(path);
        const auto third = co_await start_unix_server(echo, path);
        second.close();
        CHECK(std::filesystem::exists(path));
        third.close();
    });
}

TEST_CASE("a client that is gone before it was accepted is still served") {
    run([]() -> Coroutine<> {
        std::vector<std::string> got;
        const auto keep = [&](StreamReader reader, StreamWriter writer) -> Coroutine<> {
            got.push_back(co_await reader.read());
            writer.close();
        };
        const TemporaryFolder folder;
        const std::string path = folder.file("socket");
        const auto server = co_await start_unix_server(keep, path);
        {
            auto [reader, writer] = co_await open_unix_connection(path);
            writer.write("bye");
            writer.close();
        }
        co_await sleep(1);
        CHECK(got == std::vector<std::string>{"bye"});
        server.close();
        co_await server.wait_closed();
    });
}

TEST_CASE("an object's method serves; its server and writers are empty at first") {
    struct Service {
        Coroutine<> start() { server = co_await start_server(&Service::serve, this, "127.0.0.1", 0); }
        Coroutine<> serve(StreamReader reader, StreamWriter writer) {
            last = writer;
            writer.write("to " + co_await reader.readline());
            writer.close();
        }
        Server server;
        StreamWriter last;
    };
    run([]() -> Coroutine<> {
        Service service;
        CHECK(!service.server);
        CHECK(!service.last);
        CHECK(repr(service.server) + repr(service.last) == "NoneNone");
        co_await service.start();
        auto [reader, writer] = co_await open_connection(service.server.sockets()[0].getsockname());
        writer.write("you\n");
        CHECK(co_await reader.read() == "to you\n");
        CHECK(service.last);
        writer.close();
        service.server.close();
    });
}

TEST_CASE("an accept() that fails for another reason than want of resources is told once") {
    std::vector<std::string> told;
    run([&]() -> Coroutine<> {
        get_running_loop().set_exception_handler([&](EventLoop&, const ExceptionContext& context) {
            told.push_back(context.message + ": " + repr(context.exception));
        });
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        ::shutdown(server.sockets()[0].fileno(), SHUT_RD);  // ready, and nothing to accept
        co_await sleep(0);
        co_await sleep(0);
        server.close();
    });
    REQUIRE_FALSE(told.empty());
    for (const std::string& each : told) {
        CAPTURE(each);
        CHECK(each.find("Exception in callback") == 0);
        CHECK(each.find("OSError(22, 'Invalid argument')") != std::string::npos);
    }
}
