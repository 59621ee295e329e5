#include "tests/engine/streams_test.h"

#include <memory>

using namespace asyncio;
using namespace engine_test;

namespace {

class EchoProtocol : public Protocol {
public:
    void connection_made(Transport transport) override { transport_ = transport; }
    void data_received(Bytes data) override { transport_.write(data); }

private:
    Transport transport_;
};

// Says nothing when its connection is made.
class Collector : public Protocol {
public:
    void data_received(Bytes data) override { all += data; }
    Bytes all;
};

class LoudCollector final : public Collector {
    void connection_made(Transport) override { print("made"); }
};

Coroutine<int> serve_echo(Server& server) {
    server = co_await get_running_loop().create_server(make_protocol<EchoProtocol>, "127.0.0.1", 0);
    co_return server.sockets()[0].getsockname().port;
}

// The events of one kind: their texts.
std::vector<std::string> texts_of(const loopscope::trace::Recording& recording,
                                  loopscope::trace::EventKind kind) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < recording.events.size(); ++i)
        if (recording.events[i].kind == kind) texts.emplace_back(recording.string(recording.events[i].text));
    return texts;
}

}  // namespace

TEST_CASE("a protocol's bytes are in the recording, as those of a stream are") {
    const Run result = run([]() -> Coroutine<> {
        Server server;
        const int port = co_await serve_echo(server);
        auto [transport, protocol] =
            co_await get_running_loop().create_connection(make_protocol<Collector>, "127.0.0.1", port);
        transport.write("hello");
        co_await sleep(1);
        CHECK(protocol->all == "hello");
        transport.close();
        server.close();
    });
    using loopscope::trace::EventKind;
    const std::vector<std::string> twice = {"b'hello'", "b'hello'"};
    CHECK(texts_of(result.recording, EventKind::stream_write) == twice);
    CHECK(texts_of(result.recording, EventKind::stream_receive) == twice);
    CHECK(texts_of(result.recording, EventKind::stream_peer).size() == 1);
}

TEST_CASE("a connection_made() of the program's is a call in the step log, one that it has not is none") {
    const Run result = run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        Server server;
        const int port = co_await serve_echo(server);
        // A method may be private, and a factory may say no more than that it makes a Protocol.
        const auto quiet = []() -> std::shared_ptr<Protocol> { return std::make_shared<Collector>(); };
        const auto loud = []() -> std::shared_ptr<Protocol> { return std::make_shared<LoudCollector>(); };
        co_await loop.create_connection(quiet, "127.0.0.1", port);
        co_await loop.create_connection(loud, "127.0.0.1", port);
        server.close_clients();
        server.close();
        co_await sleep(1);
    });
    CHECK(result.lines == std::vector<std::string>{"made"});
    const std::string log = loopscope::trace::step_log(result.recording);
    std::size_t calls = 0;
    for (std::size_t at = 0; (at = log.find("call connection_made", at)) != std::string::npos; ++at) ++calls;
    CHECK(calls == 3);  // the server's two, and the loud one's
}

TEST_CASE("what connection_made() throws is told with the name of its class") {
    class Refuser : public Protocol {
        void connection_made(Transport) override { throw ValueError("no"); }
    };
    run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        std::vector<std::string> told;
        loop.set_exception_handler(
            [&](EventLoop&, const ExceptionContext& context) { told.push_back(context.message); });
        Server server;
        const int port = co_await serve_echo(server);
        auto [transport, protocol] =
            co_await loop.create_connection(make_protocol<Refuser>, "127.0.0.1", port);
        transport.close();
        server.close();
        co_await sleep(1);
        CHECK(told == std::vector<std::string>{"Exception in callback Refuser.connection_made()"});
        loop.set_exception_handler({});
    });
}

TEST_CASE("a protocol that keeps its transport goes when the connection is lost") {
    run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        Server server;
        const int port = co_await serve_echo(server);
        std::weak_ptr<EchoProtocol> left;
        {
            auto [transport, protocol] =
                co_await loop.create_connection(make_protocol<EchoProtocol>, "127.0.0.1", port);
            left = protocol;
            const std::shared_ptr<BaseProtocol> told = transport.get_protocol();
            CHECK(told == protocol);
            transport.close();
        }
        CHECK(!left.expired());
        co_await sleep(1);
        CHECK(left.expired());
        server.close();
    });
}

TEST_CASE("a protocol that is still connected goes with the loop") {
    std::weak_ptr<EchoProtocol> left;
    run([&]() -> Coroutine<> {
        Server server;
        const int port = co_await serve_echo(server);
        auto [transport, protocol] =
            co_await get_running_loop().create_connection(make_protocol<EchoProtocol>, "127.0.0.1", port);
        left = protocol;
    });
    CHECK(left.expired());
}

TEST_CASE("the transport of a stream has no protocol of the program's, until it gets one") {
    run([]() -> Coroutine<> {
        Server server;
        const int port = co_await serve_echo(server);
        auto [reader, writer] = co_await open_connection("127.0.0.1", port);
        CHECK(writer.transport().get_protocol() == nullptr);
        const auto collector = std::make_shared<Collector>();
        writer.transport().set_protocol(collector);
        CHECK(writer.transport().get_protocol() == collector);
        writer.write("to the collector");
        co_await sleep(1);
        CHECK(collector->all == "to the collector");
        CHECK(!reader.at_eof());
        writer.close();
        server.close();
        co_await sleep(1);
    });
}

TEST_CASE("in debug mode the loop tells of a connection that got no protocol") {
    run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        loop.set_debug(true);
        std::vector<std::string> told;
        loop.set_exception_handler([&](EventLoop&, const ExceptionContext& context) {
            told.push_back(context.message + " " + asyncio::repr(context.exception));
        });
        const auto refuse = []() -> std::shared_ptr<Protocol> { throw ValueError("full"); };
        const Server server = co_await loop.create_server(refuse, "127.0.0.1", 0);
        auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
        CHECK(co_await reader.read() == "");
        const std::string message = "Error on transport creation for incoming connection";
        CHECK(told == std::vector<std::string>{message + " ValueError('full')"});
        writer.close();
        server.close();
        loop.set_debug(false);
        loop.set_exception_handler({});
    });
}

TEST_CASE("an empty transport is none") {
    const Transport transport;
    CHECK(!transport);
    CHECK(transport.repr() == "None");
    CHECK(transport == Transport());
}
