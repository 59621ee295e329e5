#include "tests/engine/streams_test.h"

#include "engine/base/socket_address.h"

#include <sys/socket.h>
#include <unistd.h>
#include <filesystem>

using namespace asyncio;
using namespace engine_test;

namespace {

// A port that nobody listens on.
int unused_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto any = detail::SocketAddress::numeric("127.0.0.1", 0);
    REQUIRE(::bind(fd, any.get(), any.length()) == 0);
    const int port = detail::SocketAddress::local(fd).text().port;
    ::close(fd);
    return port;
}

}  // namespace

TEST_CASE("connecting to nobody raises what Python raises") {
    const int port = unused_port();
    run([port]() -> Coroutine<> {
        const std::string at = "('127.0.0.1', " + std::to_string(port) + ")";
        try {
            co_await open_connection("127.0.0.1", port);
            FAIL("somebody answered");
        } catch (const ConnectionRefusedError& error) {
            CHECK(error.error_number() == ECONNREFUSED);
            CHECK(error.str() == "[Errno 111] Connect call failed " + at);
        }
        CHECK(co_await failure_of(open_unix_connection("/nowhere/socket")) ==
              "FileNotFoundError(2, 'No such file or directory')");
        CHECK(co_await failure_of(open_unix_connection(std::string(200, 'x'))) ==
              "OSError('AF_UNIX path too long')");
    });
}

TEST_CASE("a connection that is paused does not read what the selector has found in the same turn") {
    run([]() -> Coroutine<> {
        std::vector<Connection> ends;
        const auto server = co_await start_server(keep_in(ends), "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        co_await sleep(1);
        const auto pauses = [](Transport transport) -> Coroutine<> {
            transport.pause_reading();
            co_return;
        };
        const auto reading = create_task(reader.read(10));
        co_await sleep(0);
        ends[0].second.write("data");
        create_task(
            pauses(writer.transport()));  // runs in the turn in which the bytes are found, before them
        co_await sleep(1);
        CHECK(!reading.done());
        writer.transport().resume_reading();
        CHECK(co_await reading == "data");
        writer.close();
        server.close();
    });
}

TEST_CASE("much at once on a real clock arrives whole and in order") {
    const auto expected = [](std::size_t at) { return static_cast<char>('a' + at * 7 % 26); };
    constexpr std::size_t kAll = 3'000'000;
    const auto transfer = [&]() -> Coroutine<> {
        const auto sends = [&](StreamReader, StreamWriter writer) -> Coroutine<> {
            for (std::size_t sent = 0; sent < kAll;) {
                std::string chunk(std::min<std::size_t>(100'000 + sent % 1000, kAll - sent), ' ');
                for (char& each : chunk) each = expected(sent++);
                writer.write(Bytes(chunk));
                co_await writer.drain();
            }
            writer.close();
        };
        const auto server = co_await start_server(sends, "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        std::size_t got = 0, wrong = 0;
        for (Bytes data; !(data = co_await reader.read(static_cast<long>(1 + got % 90'000))).empty();)
            for (const char each : data) wrong += each != expected(got++);
        CHECK(got == kAll);
        CHECK(wrong == 0);
        writer.close();
        server.close();
    };
    asyncio::run(transfer());  // not engine_test::run(), whose clock is virtual
}

TEST_CASE("an address that cannot be bound is named") {
    run([]() -> Coroutine<> {
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        const Address address = server.sockets()[0].getsockname();
        CHECK(co_await failure_of(start_server(echo, "127.0.0.1", address.port)) ==
              "OSError(98, \"error while attempting to bind on address " + address.repr() +
                  ": [errno 98] address already in use\")");
        CHECK(co_await failure_of(start_server(echo, "192.0.2.1", 1)) ==
              "OSError(\"could not bind on any address out of [('192.0.2.1', 1)]\")");
        server.close();
    });
}

TEST_CASE("a connection can begin at an address of one's own") {
    run([]() -> Coroutine<> {
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        const int port = server.sockets()[0].getsockname().port;
        auto [reader, writer] = co_await open_connection("127.0.0.1", port, {.local_addr = {"127.0.0.2", 0}});
        CHECK(writer.get_extra_info("sockname")->host == "127.0.0.2");
        writer.close();
        CHECK(co_await failure_of(open_connection("127.0.0.1", port, {.local_addr = {"::1", 0}})) ==
              "OSError('no matching local address with family=2 found')");
        server.close();
    });
}

TEST_CASE("a writer's extra information has Python's names") {
    run([]() -> Coroutine<> {
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        const Address address = server.sockets()[0].getsockname();
        auto [reader, writer] = co_await open_connection(address);
        CHECK(writer.get_extra_info("peername") == address);
        CHECK(repr(writer.get_extra_info("peername")) == address.repr());
        CHECK(writer.get_extra_info("socket").as<TransportSocket>().getpeername() == address);
        CHECK(writer.get_extra_info("socket").as<TransportSocket>().family() == AF_INET);
        CHECK(writer.get_extra_info("peername") == writer.get_extra_info("peername"));
        CHECK_FALSE(writer.get_extra_info("peername") == writer.get_extra_info("sockname"));
        CHECK_FALSE(writer.get_extra_info("peername") == writer.get_extra_info("cipher"));
        CHECK(writer.get_extra_info("cipher") == None{});
        CHECK(!writer.get_extra_info("no such name"));
        CHECK(str(writer.get_extra_info("no such name", "default")) == "default");
        CHECK(thrown_by([&, w = writer] { w.get_extra_info("peername").as<int>(); }) ==
              "TypeError('get_extra_info(): this name has a value of another type')");
        writer.close();
        server.close();
    });
}

TEST_CASE("the marks of the write buffer follow Python's rules") {
    run([]() -> Coroutine<> {
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        const Transport transport = writer.transport();
        using Limits = std::pair<std::size_t, std::size_t>;
        CHECK(transport.get_write_buffer_limits() == Limits(16384, 65536));
        CHECK(thrown_by([&] { transport.set_write_buffer_limits(-1); }) ==
              "ValueError('high (-1) must be >= low (-1) must be >= 0')");
        transport.set_write_buffer_limits(1000);
        CHECK(transport.get_write_buffer_limits() == Limits(250, 1000));
        transport.set_write_buffer_limits(std::nullopt, 100);
        CHECK(transport.get_write_buffer_limits() == Limits(100, 400));
        transport.set_write_buffer_limits();
        CHECK(transport.get_write_buffer_limits() == Limits(16384, 65536));
        CHECK(thrown_by([&] { transport.set_write_buffer_limits(1, 2); }) ==
              "ValueError('high (1) must be >= low (2) must be >= 0')");
        CHECK(thrown_by([&] { transport.set_write_buffer_limits(1, -1); }) ==
              "ValueError('high (1) must be >= low (-1) must be >= 0')");
        writer.close();
        server.close();
    });
}

TEST_CASE("a smaller send buffer that the program set on the listening socket counts for its connections") {
    run([]() -> Coroutine<> {
        const auto left_by = [](int buffer) -> Coroutine<std::size_t> {
            const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
            const auto any = detail::SocketAddress::numeric("127.0.0.1", 0);
            REQUIRE(::bind(fd, any.get(), any.length()) == 0);
            if (buffer > 0) REQUIRE(::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer) == 0);
            std::size_t left = 0;
            const auto fill = [&left](StreamReader, StreamWriter writer) {
                writer.write(std::string(50'000, 'x'));
                left = writer.transport().get_write_buffer_size();
                writer.transport().abort();
            };
            const auto server = co_await start_server(fill, {.sock = fd});
            auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
            co_await sleep(1);
            writer.close();
            server.close();
            co_return left;
        };
        const std::size_t usual = co_await left_by(0), small = co_await left_by(4096);
        CHECK(usual == 50'000 - 32 * 1024);
        CHECK(small == 50'000 - 4096);
    });
}

TEST_CASE("a paused transport reads nothing until it is resumed") {
    run([]() -> Coroutine<> {
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        CHECK(writer.transport().is_reading());
        writer.transport().pause_reading();
        writer.transport().pause_reading();  // again: nothing
        CHECK(!writer.transport().is_reading());
        writer.write("late\n");
        const auto line = create_task(reader.readline());
        co_await sleep(1);
        CHECK(!line.done());
        writer.transport().resume_reading();
        CHECK(co_await line == "late\n");
        writer.close();
        CHECK(!writer.transport().is_reading());
        server.close();
    });
}

TEST_CASE("what is written after the end is refused, after close() lost") {
    run([]() -> Coroutine<> {
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        writer.write_eof();
        CHECK(thrown_by([&, w = writer] { w.write("x"); }) ==
              "RuntimeError('Cannot call write() after write_eof()')");
        const std::vector<Bytes> lines = {"x"};
        CHECK(thrown_by([&, w = writer] { w.writelines(lines); }) ==
              "RuntimeError('Cannot call writelines() after write_eof()')");
        CHECK(co_await reader.read() == "");
        auto [reader2, writer2] = co_await open_connection(server.sockets()[0].getsockname());
        writer2.close();
        writer2.write("lost");
        CHECK(writer2.is_closing());
        co_await writer2.wait_closed();
        CHECK(co_await failure_of(writer2.drain()) == "ConnectionResetError('Connection lost')");
        server.close();
    });
}

TEST_CASE("abort() loses what is buffered, and the peer sees a reset or the end") {
    run([]() -> Coroutine<> {
        std::size_t got = 0;
        const auto count = [&](StreamReader reader, StreamWriter writer) -> Coroutine<> {
            co_await sleep(1);
            const Bytes data = co_await reader.read();
            got = data.size();
            writer.close();
        };
        const auto server = co_await start_server(count, "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        writer.write(std::string(1'000'000, 'x'));
        const std::size_t buffered = writer.transport().get_write_buffer_size();
        CHECK(buffered > 0);
        writer.transport().abort();
        CHECK(writer.transport().get_write_buffer_size() == 0);
        co_await writer.wait_closed();
        server.close();
        co_await server.wait_closed();
        CHECK(got == 1'000'000 - buffered);
    });
}

TEST_CASE(
    "what is written to a peer that is gone is all sent at once; the next write learns that it is gone") {
    run([]() -> Coroutine<> {
        const auto refuse = [](StreamReader, StreamWriter writer) { writer.close(); };
        const auto server = co_await start_server(refuse, "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        writer.transport().pause_reading();  // else it learns it from reading
        co_await sleep(1);
        writer.write(std::string(50'000, 'x'));
        CHECK(writer.transport().get_write_buffer_size() == 0);
        co_await writer.drain();
        writer.write("x");
        CHECK(co_await failure_of(writer.drain()) == "ConnectionResetError('Connection lost')");
        server.close();
    });
}

TEST_CASE("the last handle of a writer closes its connection") {
    run([]() -> Coroutine<> {
        const auto server = co_await start_server(echo, "127.0.0.1", 0);
        std::optional<Connection> connection;
        connection.emplace(co_await open_connection(server.sockets()[0].getsockname()));
        server.close();
        const auto closed = create_task(server.wait_closed());
        co_await sleep(1);
        CHECK(!closed.done());
        connection.reset();
        co_await closed;
    });
}

namespace {

using loopscope::trace::EventKind;

// The events of a kind: "NAME b=NAME TEXT value flags c".
std::vector<std::string> told(const Run& result, EventKind kind) {
    std::vector<std::string> seen;
    const auto& recording = result.recording;
    const auto name = [&](loopscope::trace::ObjectId id) {
        for (std::size_t i = 0; i < recording.events.size(); ++i) {
            const auto& event = recording.events[i];
            if (event.kind == EventKind::create && event.a == id)
                return std::string(recording.string(event.text));
        }
        return std::string();
    };
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const auto& event = recording.events[i];
        if (event.kind != kind) continue;
        seen.push_back(name(event.a) + "|" + name(event.b) + "|" + std::string(recording.string(event.text)) +
                       "|" + std::to_string(event.value) + "|" + std::to_string(event.flags) + "|" +
                       std::to_string(event.c));
    }
    return seen;
}

Coroutine<> fill(StreamReader reader, StreamWriter writer) {
    co_await reader.readline();
    writer.write(Bytes(300'000, 'x'));
    writer.transport().set_write_buffer_limits(1000, 10);
    co_await writer.drain();
    writer.close();
}

Coroutine<> take_all() {
    const Server server = co_await start_server(fill, "127.0.0.1", 0);
    const int port = server.sockets().front().getsockname().port;
    const auto [reader, writer] = co_await open_connection("127.0.0.1", port, {.limit = 100});
    writer.write("go\n");
    co_await reader.readexactly(7);
    while (true) {
        const Bytes some = co_await reader.read(50'000);
        if (some.empty()) break;
    }
    writer.close();
    server.close();
}

}  // namespace

TEST_CASE("a recording knows both ends of a connection, their marks and what is waited for") {
    const Run result = run(take_all);
    using Lines = std::vector<std::string>;
    CHECK(told(result, EventKind::stream_peer) == Lines{"client side|server side||0|0|0"});
    CHECK(told(result, EventKind::stream_limits) ==
          Lines{"client side|||100|1|0", "server side|||1000|2|10"});
    const Lines waits = told(result, EventKind::stream_wait);
    const auto waited = [&](std::string_view line) {
        return std::find(waits.begin(), waits.end(), line) != waits.end();
    };
    CHECK(waited("server side|StreamReader|readuntil(b'\\n')|0|1|0"));
    CHECK(waited("client side|StreamReader|readexactly(7)|0|1|0"));
    CHECK(waited("server side|StreamWriter.drain|drain()|0|2|0"));
}
