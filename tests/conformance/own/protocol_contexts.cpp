// In which context a protocol's methods run, and a server's callback: that in which it was made.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::protocol_contexts {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::sleep;
using asyncio::Transport;

const asyncio::ContextVar<std::string> who("who", "nobody");

class End : public asyncio::Protocol {
public:
    explicit End(std::string name) : name_(std::move(name)) {}

    void connection_made(Transport made) override {
        note("made");
        transport = made;
    }
    void data_received(Bytes data) override {
        note("data");
        if (data == "pause") transport.pause_reading();
    }
    bool eof_received() override {
        note("eof");
        return false;
    }
    void connection_lost(std::exception_ptr) override { note("lost"); }

    Transport transport;

private:
    void note(const std::string& what) {
        log(name_, what, who.get());
        who.set(name_ + " " + what);
    }

    std::string name_;
};

Coroutine<> protocols() {
    auto& loop = asyncio::get_running_loop();
    who.set("server's maker");
    std::vector<std::shared_ptr<End>> ends;
    const auto accept = [&] {
        ends.push_back(std::make_shared<End>("server"));
        return ends[0];
    };
    auto server = co_await loop.create_server(accept, "127.0.0.1", 0);
    who.set("client's maker");
    const auto [host, port] = server.sockets()[0].getsockname();
    const auto connect = [] { return std::make_shared<End>("client"); };
    auto [transport, client] = co_await loop.create_connection(connect, host, port);
    who.set("later");
    for (const char* word : {"one", "two", "pause"}) {
        transport.write(word);
        co_await sleep(1);
    }
    transport.write("three");
    ends[0]->transport.resume_reading();
    co_await sleep(1);
    transport.close();
    co_await sleep(1);
    log("main", who.get());
    server.close();
    co_await server.wait_closed();
}

Coroutine<> handle(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    const Bytes data = co_await reader.read(10);
    log("handler", who.get(), data);
    writer.close();
}

Coroutine<> streams() {
    who.set("server's maker");
    auto server = co_await asyncio::start_server(handle, "127.0.0.1", 0);
    who.set("client");
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    writer.write("hello");
    log(co_await reader.read());
    writer.close();
    server.close();
    co_await server.wait_closed();
}

Coroutine<> main_() {
    co_await protocols();
    co_await streams();
}

const Case kCase("protocol_contexts", main_);

}  // namespace
}  // namespace conformance::protocol_contexts
