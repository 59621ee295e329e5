#include "tests/engine/certificate.h"
#include "tests/engine/streams_test.h"

using namespace asyncio;
using namespace engine_test;

namespace {

// Sends back what it gets, and says it.
class SecureEcho : public Protocol {
public:
    void connection_made(Transport transport) override {
        print("made", transport.get_extra_info("sslcontext"));
        transport_ = transport;
    }
    void data_received(Bytes data) override { transport_.write(data.upper()); }
    bool eof_received() override {
        print("eof");
        return true;  // no effect over TLS
    }
    void connection_lost(std::exception_ptr exc) override { print("lost", exc); }

private:
    Transport transport_;
};

class SecureBuffer : public BufferedProtocol {
public:
    std::span<char> get_buffer(std::int64_t) override { return buffer_; }
    void buffer_updated(std::size_t nbytes) override { print(Bytes(buffer_.substr(0, nbytes))); }

private:
    std::string buffer_ = std::string(3, '\0');
};

}  // namespace

TEST_CASE("protocols of a program speak over TLS, with and without a buffer of their own") {
    const Certificate certificate;
    const Run result = run([&]() -> Coroutine<> {
        auto& loop = get_running_loop();
        const auto server_context = certificate.server();
        const auto server =
            co_await loop.create_server(make_protocol<SecureEcho>, "127.0.0.1", 0, {.ssl = server_context});
        const auto context = certificate.client();
        StreamOptions options{.ssl = context, .server_hostname = "localhost"};
        const auto [host, port] = server.sockets()[0].getsockname();
        auto [transport, protocol] =
            co_await loop.create_connection(make_protocol<SecureBuffer>, host, port, options);
        CHECK(transport.get_protocol() == protocol);
        transport.write("hello");
        co_await sleep(1);
        transport.close();
        co_await sleep(1);
        server.close();
        co_await server.wait_closed();
    });
    CHECK(result.lines ==
          std::vector<std::string>{"made <ssl.SSLContext>", "b'HEL'", "b'LO'", "eof", "lost None"});
}

TEST_CASE("a protocol may give its secure transport away in the middle of a call") {
    class Successor : public Protocol {
        void data_received(Bytes data) override { print("successor", data); }
    };
    class Leaver : public Protocol {
    public:
        void connection_made(Transport transport) override { transport_ = transport; }
        void data_received(Bytes data) override {
            transport_.set_protocol(std::make_shared<Successor>());
            print("leaver", data, name_);  // still there
        }

    private:
        Transport transport_;
        std::string name_ = "who lives as long as its call";
    };
    const Certificate certificate;
    const Run result = run([&]() -> Coroutine<> {
        auto& loop = get_running_loop();
        const auto server_context = certificate.server();
        const auto server =
            co_await loop.create_server(make_protocol<Leaver>, "127.0.0.1", 0, {.ssl = server_context});
        const auto context = certificate.client();
        StreamOptions options{.ssl = context, .server_hostname = "localhost"};
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname(), options);
        writer.write("one");
        co_await sleep(1);
        writer.write("two");
        co_await sleep(1);
        writer.close();
        co_await writer.wait_closed();
        server.close();
    });
    CHECK(result.lines ==
          std::vector<std::string>{"leaver b'one' who lives as long as its call", "successor b'two'"});
}
