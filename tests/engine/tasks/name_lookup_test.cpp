#include "tests/engine/engine_test.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace asyncio;
using engine_test::run;
using Lines = std::vector<std::string>;

TEST_CASE("getaddrinfo() gives what Python's gives") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        print(co_await loop.getaddrinfo("127.0.0.1", 80, {.type = SOCK_STREAM}));
        const auto found = co_await loop.getaddrinfo("::1", "http", {.type = SOCK_STREAM});
        print(found.front().sockaddr, found.front().family == AF_INET6);
        const auto any = co_await loop.getaddrinfo(std::nullopt, 0, {.family = AF_INET, .flags = AI_PASSIVE});
        print(any.size(), any.front().sockaddr);
    });
    CHECK(result.lines ==
          Lines{"[(<AddressFamily.AF_INET: 2>, <SocketKind.SOCK_STREAM: 1>, 6, '', ('127.0.0.1', 80))]",
                "('::1', 80, 0, 0) True", "3 ('0.0.0.0', 0)"});
}

TEST_CASE("getnameinfo() gives a host and a service") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        print(co_await loop.getnameinfo({"127.0.0.1", 80}, NI_NUMERICHOST | NI_NUMERICSERV));
        print(co_await loop.getnameinfo({"::1", 22}, NI_NUMERICHOST));
    });
    CHECK(result.lines == Lines{"('127.0.0.1', '80')", "('::1', 'ssh')"});
}

TEST_CASE("a look-up that fails is a gaierror") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        try {
            co_await loop.getaddrinfo("no such host", 80, {.flags = AI_NUMERICHOST});
        } catch (const gaierror& error) {
            print(error.str());
        }
        try {
            co_await loop.getnameinfo({"no number", 80});
        } catch (const gaierror& error) {
            print(error.str());
        }
    });
    CHECK(result.lines ==
          Lines{"[Errno -2] Name or service not known", "[Errno -2] Name or service not known"});
}

TEST_CASE("a look-up does not block the loop") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto task = create_task(loop.getaddrinfo("127.0.0.1", 80));
        co_await sleep(0);
        print("meanwhile", task.done());
        const auto found = co_await task;
        print(found.empty());
    });
    CHECK(result.lines == Lines{"meanwhile False", "False"});
}

TEST_CASE("a connection over a socket that is connected already") {
    const auto result = run([]() -> Coroutine<> {
        int ends[2];
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
        const auto [reader, writer] = co_await open_connection({.sock = ends[0]});
        const auto [other_reader, other_writer] = co_await open_connection({.sock = ends[1]});
        writer.write("over a pair\n");
        print(co_await other_reader.readline());
        writer.close();
        print(co_await other_reader.read());
        other_writer.close();
        co_await other_writer.wait_closed();
    });
    CHECK(result.lines == Lines{"b'over a pair\\n'", "b''"});
}

TEST_CASE("a server on a socket that is bound already") {
    const auto result = run([]() -> Coroutine<> {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto greet = [](StreamReader, StreamWriter writer) {
            writer.write("hello\n");
            writer.close();
        };
        const auto server = co_await start_server(greet, {.sock = fd});
        const auto [reader, writer] =
            co_await open_connection("127.0.0.1", server.sockets().front().getsockname().port);
        print(co_await reader.read());
        writer.close();
        server.close();
        co_await server.wait_closed();
    });
    CHECK(result.lines == Lines{"b'hello\\n'"});
}

TEST_CASE("a datagram socket is no connection") {
    const auto result = run([]() -> Coroutine<> {
        const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        try {
            co_await open_connection({.sock = fd});
        } catch (const ValueError& error) {
            print(error.str().starts_with("A Stream Socket was expected, got <"));
        }
        try {
            co_await start_server([](StreamReader, StreamWriter) {}, {.sock = fd});
        } catch (const ValueError& error) {
            print(error.str().starts_with("A Stream Socket was expected, got <"));
        }
        try {
            co_await open_connection(StreamOptions{});
        } catch (const ValueError& error) {
            print(error.str());
        }
        ::close(fd);
    });
    CHECK(result.lines == Lines{"True", "True", "host and port was not specified and no sock specified"});
}
