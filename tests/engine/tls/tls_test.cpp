#include "tests/engine/certificate.h"
#include "tests/engine/streams_test.h"

#include "engine/tls/peer_certificate.h"

using namespace asyncio;
using namespace engine_test;

namespace {

Coroutine<> upper(StreamReader reader, StreamWriter writer) {
    const Bytes line = co_await reader.readline();
    writer.write(line.upper());
    co_await writer.drain();
    writer.close();
}

}  // namespace

// The steps are those of CPython 3.14 for the same program.
TEST_CASE("a secure connection does CPython's steps") {
    const Certificate certificate;
    const Run result = run([&]() -> Coroutine<> {
        const auto server_context = certificate.server();
        const auto server = co_await start_server(upper, "127.0.0.1", 0, {.ssl = server_context});
        const auto context = certificate.client();
        StreamOptions options{.ssl = context, .server_hostname = "localhost"};
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname(), options);
        writer.write("hello\n");
        print(co_await reader.read());
        writer.close();
        co_await writer.wait_closed();
        server.close();
        co_await server.wait_closed();
    });
    CHECK(result.lines == std::vector<std::string>{"b'HELLO\\n'"});
    CHECK(loopscope::trace::step_log(result.recording) == R"(#0 t=0.000
  create Task-1
#1 t=0.000
  run Task-1
  end Task-1: await gather
#3 t=0.000
  resolve gather
#4 t=0.000
  run Task-1
  end Task-1: yield
#5 t=0.000
  run Task-1
  end Task-1: await connect
#6 t=0.000
  resolve connect
#7 t=0.000
  run Task-1
  end Task-1: await connection_made
#10 t=0.000
  resolve connection_made
#11 t=0.000
  run Task-1
  end Task-1: await StreamReader
  create Task-4
#12 t=0.000
  run Task-4
  end Task-4: returned None
  resolve StreamReader
#13 t=0.000
  run Task-1
    print b'HELLO\n'
  end Task-1: await StreamWriter.wait_closed
#15 t=0.000
  resolve StreamWriter.wait_closed
#16 t=0.000
  run Task-1
  end Task-1: returned None
)");
}

TEST_CASE("a certificate must fit, and be trusted") {
    const Certificate certificate, other;
    run([&]() -> Coroutine<> {
        const auto server_context = certificate.server();
        const auto server = co_await start_server(upper, "127.0.0.1", 0, {.ssl = server_context});
        const Address address = server.sockets()[0].getsockname();
        const auto trusting = certificate.client(), wary = other.client();
        const std::string failed =
            "SSLCertVerificationError('[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ";
        CHECK(
            co_await failure_of(
                open_connection(address, {.ssl = trusting, .server_hostname = "example.org"})) ==
            "SSLCertVerificationError(\"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname "
            "mismatch, certificate is not valid for 'example.org'.\")");
        CHECK(co_await failure_of(open_connection(address, {.ssl = wary})) ==
              failed + "self-signed certificate')");
        CHECK(co_await failure_of(open_connection(address, {.ssl = trusting})) ==
              "nothing");  // by its number
        const auto careless = other.client();
        careless.set_check_hostname(false);
        careless.set_verify_mode(ssl::CERT_NONE);
        CHECK(co_await failure_of(open_connection(
                  address, {.ssl = careless, .server_hostname = "example.org"})) == "nothing");
        CHECK(co_await failure_of(open_connection(address, {.ssl = trusting, .server_hostname = ""})) ==
              "ValueError('check_hostname requires server_hostname')");
        CHECK(co_await failure_of(open_connection(address, {.ssl = trusting, .ssl_shutdown_timeout = 0})) ==
              "ValueError('ssl_shutdown_timeout should be a positive number, got 0')");
        server.close();
    });
}

TEST_CASE("a connection becomes secure on the way") {
    const Certificate certificate;
    run([&]() -> Coroutine<> {
        const auto server_context = certificate.server();
        const auto serve = [&](StreamReader reader, StreamWriter writer) -> Coroutine<> {
            CHECK(co_await reader.readline() == "STARTTLS\n");
            writer.write("go\n");
            co_await writer.start_tls(server_context);
            CHECK(writer.get_extra_info("sslcontext") == server_context);
            const Bytes line = co_await reader.readline();
            writer.write(line.upper());
            writer.close();
        };
        const auto server = co_await start_server(serve, "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        writer.write("STARTTLS\n");
        CHECK(co_await reader.readline() == "go\n");
        CHECK(writer.can_write_eof());
        co_await writer.start_tls(certificate.client(), {.server_hostname = "localhost"});
        CHECK(!writer.can_write_eof());
        CHECK(thrown_by([&, w = writer] { w.write_eof(); }) == "NotImplementedError()");
        CHECK(repr(writer.get_extra_info("cipher")).find("TLSv1.3") != std::string::npos);
        CHECK(writer.get_extra_info("peercert").as<ssl::PeerCertificate>().subject[0].second == "localhost");
        CHECK(writer.get_extra_info("compression") == None{});
        writer.write("hello\n");
        CHECK(co_await reader.read() == "HELLO\n");
        writer.close();
        co_await writer.wait_closed();
        server.close();
        co_await server.wait_closed();
    });
}

TEST_CASE("a peer that says nothing runs into the handshake's limit") {
    const Certificate certificate;
    run([&]() -> Coroutine<> {
        const auto silent = [](StreamReader reader, StreamWriter) -> Coroutine<> { co_await reader.read(); };
        const auto server = co_await start_server(silent, "127.0.0.1", 0);
        const auto context = certificate.client();
        StreamOptions options{.ssl = context, .ssl_handshake_timeout = 3};
        CHECK(co_await failure_of(open_connection(server.sockets()[0].getsockname(), options)) ==
              "ConnectionAbortedError('SSL handshake is taking longer than 3 seconds: aborting the "
              "connection')");
        CHECK(get_running_loop().time() == 3);
        server.close();
    });
}

TEST_CASE("much goes through a secure connection, both ways at once") {
    const Certificate certificate;
    run([&]() -> Coroutine<> {
        const auto echo = [](StreamReader reader, StreamWriter writer) -> Coroutine<> {
            for (Bytes data = co_await reader.read(10'000); !data.empty();
                 data = co_await reader.read(10'000)) {
                writer.write(data);
                co_await writer.drain();
            }
            writer.close();
        };
        const auto server_context = certificate.server(), context = certificate.client();
        const auto server = co_await start_server(echo, "127.0.0.1", 0, {.ssl = server_context});
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname(), {.ssl = context});
        std::string data;
        for (int i = 0; i < 200'000; ++i) data += std::to_string(i) + ",";
        writer.write(data);  // fills the transport below
        writer.write(data);
        CHECK(writer.transport().get_write_buffer_size() > data.size());
        const auto drained = create_task(writer.drain());
        CHECK(co_await reader.readexactly(static_cast<std::int64_t>(2 * data.size())) == data + data);
        co_await drained;
        writer.close();
        co_await writer.wait_closed();
        server.close();
        co_await server.wait_closed();
    });
}

// As CPython: 256 KiB of what came may wait to be decrypted, and in the two sockets is room for a little
// more.
TEST_CASE("a secure connection goes on receiving for a while when its reader is full") {
    const Certificate certificate;
    const auto drains = [&](std::size_t before) {
        std::string answer;
        run([&]() -> Coroutine<> {
            std::vector<Connection> ends;
            const auto server_context = certificate.server(), context = certificate.client();
            const auto server =
                co_await start_server(keep_in(ends), "127.0.0.1", 0, {.limit = 64, .ssl = server_context});
            auto [reader, writer] =
                co_await open_connection(server.sockets()[0].getsockname(), {.ssl = context});
            writer.write(std::string(before, 'a'));   // goes to the transport below at once
            writer.write(std::string(600'000, 'b'));  // only when that is empty
            answer = co_await failure_of(wait_for(writer.drain(), 5));
            CHECK(!ends[0].second.transport().is_reading());
            writer.transport().abort();
            server.close();
        });
        return answer;
    };
    CHECK(drains(300'000) == "nothing");
    CHECK(drains(400'000) == "TimeoutError()");
}

TEST_CASE("a recording tells when a secure connection's reader is full, and when it reads on") {
    const Certificate certificate;
    const Run result = run([&]() -> Coroutine<> {
        std::vector<Connection> ends;
        const auto server_context = certificate.server(), context = certificate.client();
        const auto server =
            co_await start_server(keep_in(ends), "127.0.0.1", 0, {.limit = 64, .ssl = server_context});
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname(), {.ssl = context});
        writer.write(std::string(400'000, 'a'));  // more than the layer below takes, too
        co_await sleep(1);
        co_await ends[0].first.readexactly(400'000);
        writer.close();
        server.close();
    });
    std::string told;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (event.flags != loopscope::trace::kRead) continue;
        if (event.kind == loopscope::trace::EventKind::stream_pause) told += 'p';
        if (event.kind == loopscope::trace::EventKind::stream_resume) told += 'r';
    }
    CHECK(told.starts_with("pr"));
    CHECK(told.find("pp") == std::string::npos);
    CHECK(told.find("rr") == std::string::npos);
}

TEST_CASE("the marks of a secure connection's buffer are wider, and a full one is full") {
    const Certificate certificate;
    run([&]() -> Coroutine<> {
        std::vector<Connection> ends;
        const auto server_context = certificate.server(), context = certificate.client();
        const auto server = co_await start_server(keep_in(ends), "127.0.0.1", 0, {.ssl = server_context});
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname(), {.ssl = context});
        co_await sleep(1);  // the server's tickets have come
        using Marks = std::pair<std::size_t, std::size_t>;
        const Transport transport = writer.transport();
        CHECK(transport.get_write_buffer_limits() == Marks(131'072, 524'288));
        transport.set_write_buffer_limits({.low = 10});
        CHECK(transport.get_write_buffer_limits() == Marks(10, 40));
        transport.set_write_buffer_limits();
        CHECK(transport.get_write_buffer_limits() == Marks(131'072, 524'288));
        transport.set_write_buffer_limits(0);  // nothing is as much as that
        CHECK(co_await failure_of(wait_for(writer.drain(), 1)) == "TimeoutError()");
        transport.set_write_buffer_limits(1);
        co_await writer.drain();
        writer.close();
        server.close();
    });
}

TEST_CASE("a context is of one side") {
    const Certificate certificate;
    run([&]() -> Coroutine<> {
        std::vector<Connection> ends;
        const auto server = co_await start_server(keep_in(ends), "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        co_await sleep(1);
        const auto of_client = certificate.client(), of_server = certificate.server();
        CHECK(co_await failure_of(writer.start_tls(of_server)) ==
              "SSLError('Cannot create a client socket with a PROTOCOL_TLS_SERVER context')");
        CHECK(co_await failure_of(ends[0].second.start_tls(of_client)) ==
              "ValueError('check_hostname requires server_hostname')");
        of_client.set_check_hostname(false);
        CHECK(co_await failure_of(ends[0].second.start_tls(of_client)) ==
              "SSLError('Cannot create a server socket with a PROTOCOL_TLS_CLIENT context')");
        writer.close();
        server.close();
    });
}

TEST_CASE("what makes no sense without a context is refused") {
    const Certificate certificate;
    run([&]() -> Coroutine<> {
        CHECK(co_await failure_of(open_connection("127.0.0.1", 1, {.server_hostname = "x"})) ==
              "ValueError('server_hostname is only meaningful with ssl')");
        CHECK(co_await failure_of(open_connection("127.0.0.1", 1, {.ssl_handshake_timeout = 1})) ==
              "ValueError('ssl_handshake_timeout is only meaningful with ssl')");
        const auto context = certificate.client();
        CHECK(co_await failure_of(open_unix_connection("/x", {.ssl = context})) ==
              "ValueError('you have to pass server_hostname when using ssl')");
        CHECK(co_await failure_of(open_connection({.ssl = context})) ==
              "ValueError('You must set server_hostname when using ssl without a host')");
        CHECK(thrown_by([&] { context.set_verify_mode(ssl::CERT_NONE); }) ==
              "ValueError('Cannot set verify_mode to CERT_NONE when check_hostname is enabled.')");
        CHECK(thrown_by([&] { context.load_verify_locations("/nowhere"); }) ==
              "FileNotFoundError(2, 'No such file or directory')");
        co_return;
    });
}
