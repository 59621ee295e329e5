// A protocol's calls and their order, on both sides of a connection, from connection_made() to
// connection_lost().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::protocol_order {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::Future;
using asyncio::sleep;
using asyncio::Transport;

class Talker : public asyncio::Protocol {
public:
    Talker(std::string name, Future<std::string> closed)
        : name_(std::move(name)), closed_(std::move(closed)) {}

    void connection_made(Transport made) override {
        log(name_, "made", made.is_reading(), made.is_closing());
        transport = made;
    }
    void data_received(Bytes data) override { log(name_, "data", data); }
    bool eof_received() override {
        log(name_, "eof");
        return false;
    }
    void connection_lost(std::exception_ptr exc) override {
        log(name_, "lost", exc, transport.is_closing());
        closed_.set_result(name_);
    }

    Transport transport;

private:
    std::string name_;
    Future<std::string> closed_;
};

class Echo : public Talker {
public:
    using Talker::Talker;
    void data_received(Bytes data) override {
        Talker::data_received(data);
        transport.write(data.upper());
        if (data == "bye") {
            transport.close();
            transport.write("too late");
            log("closing", transport.is_closing(), transport.is_reading());
        }
    }
};

// Without methods of its own: asyncio's calls do not show.
class Quiet : public asyncio::Protocol {};

Coroutine<> conversation(int port, std::vector<Bytes> words) {
    auto& loop = asyncio::get_running_loop();
    const auto closed = loop.create_future<std::string>();
    const auto talker = [&] { return std::make_shared<Talker>("client", closed); };
    auto [transport, protocol] = co_await loop.create_connection(talker, "127.0.0.1", port);
    log("connected", transport == protocol->transport, transport.get_protocol() == protocol);
    for (const Bytes& word : words) {
        transport.write(word);
        co_await sleep(1);
    }
    if (!transport.is_closing()) {
        transport.close();
        transport.close();
    }
    log("ended", co_await closed);
    log(transport.get_protocol() == nullptr ? "None" : "a protocol", transport.is_closing(),
        transport.get_write_buffer_size());
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    std::vector<Future<std::string>> ends;
    for (int i = 0; i < 3; ++i) ends.push_back(loop.create_future<std::string>());
    auto left = ends.begin();
    const auto echo = [&] { return std::make_shared<Echo>("server", *left++); };
    auto server = co_await loop.create_server(echo, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    const std::vector<Bytes> first = {"one", "two"}, second = {"three", "bye"};
    co_await conversation(port, first);
    co_await conversation(port, second);
    auto [transport, protocol] =
        co_await loop.create_connection(asyncio::make_protocol<Quiet>, "127.0.0.1", port);
    log(protocol ? "Quiet" : "None");
    transport.writelines({"qui", "et"});
    co_await sleep(1);
    transport.abort();
    log(co_await asyncio::gather(ends));
    server.close();
    co_await server.wait_closed();
}

const Case kCase("protocol_order", main_);

}  // namespace
}  // namespace conformance::protocol_order
