#include "tests/engine/streams_test.h"

using namespace asyncio;
using namespace engine_test;

TEST_CASE("the last copy of a socket closes it, unless its descriptor was given away") {
    int fd = -1, given = -1;
    {
        const Socket socket;
        const Socket copy = socket;
        fd = copy.fileno();
        CHECK(copy == socket);
        const Socket other;
        given = other.detach();
        CHECK(other.fileno() == -1);
        CHECK(other.repr() == "<socket.socket [closed] fd=-1>");
    }
    CHECK(thrown_by([&] { TransportSocket(fd).type(); }) == "OSError(9, 'Bad file descriptor')");
    CHECK(TransportSocket(given).type() == SOCK_STREAM);
    CHECK(Socket::of_fd(given).family() == AF_INET);
}

TEST_CASE("the virtual clock waits for what a program's own sockets have under way") {
    run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        const Socket listening;
        listening.bind(Address("127.0.0.1", 0));
        listening.listen();
        const Socket socket;
        const auto accepting = create_task(loop.sock_accept(listening));
        co_await loop.sock_connect(socket, listening.getsockname());
        auto [other, address] = co_await accepting;
        CHECK(address == socket.getsockname());
        const auto receiving = create_task(loop.sock_recv(other, 100));
        co_await sleep(0);
        co_await loop.sock_sendall(socket, "hello");
        const Bytes received = co_await receiving;
        CHECK(received == "hello");
        CHECK(loop.time() == 0);
        CHECK(socket.getpeername() == listening.getsockname());
    });
}

TEST_CASE("a program that waits in sock_recv() for ever is told so") {
    const Run result = run([]() -> Coroutine<> {
        const auto [one, two] = socketpair();
        co_await get_running_loop().sock_recv(one, 1);
    });
    CHECK(result.warns_of("Task-1 waits for a connection or a thread of which nothing comes any more"));
}

TEST_CASE("a name is looked up by sock_connect(), and no other call") {
    run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        const Socket listening;
        listening.bind(Address("localhost", 0));
        listening.listen();
        const Socket socket;
        co_await loop.sock_connect(socket, Address("localhost", listening.getsockname().port));
        CHECK(thrown_by([&] { socket.bind(Address("no such name", 0)); }) ==
              "gaierror(-2, 'Name or service not known')");
        CHECK(co_await failure_of(loop.sock_connect(socket, Address("127.0.0.1", 70000))) ==
              "OverflowError('connect(): port must be 0-65535.')");
    });
}

TEST_CASE("a socket that was accepted becomes a connection with a protocol") {
    class Greeter : public Protocol {
        void connection_made(Transport transport) override {
            transport.write("welcome");
            transport.close();
        }
    };
    run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        const Socket listening;
        listening.bind(Address("127.0.0.1", 0));
        listening.listen();
        const Socket socket;
        co_await loop.sock_connect(socket, listening.getsockname());
        auto [other, address] = co_await loop.sock_accept(listening);
        const int fd = other.detach();
        co_await loop.create_connection(make_protocol<Greeter>, {.sock = fd});
        const Bytes greeting = co_await loop.sock_recv(socket, 100);
        CHECK(greeting == "welcome");
    });
}
