// Protocols whose methods raise: what the exception handler is told, and what becomes of the connection.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::protocol_failing {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::Future;
using asyncio::sleep;
using asyncio::Transport;

class Failing : public asyncio::Protocol {
public:
    explicit Failing(std::string where) : where_(std::move(where)) {}

    void connection_made(Transport transport) override {
        transport_ = transport;
        at("connection_made");
    }
    void data_received(Bytes) override {
        at("data_received");
        if (where_.ends_with("writing")) {
            transport_.set_write_buffer_limits(0);
            transport_.write(Bytes(200'000, 'x'));
        }
    }
    bool eof_received() override {
        at("eof_received");
        return true;
    }
    void connection_lost(std::exception_ptr exc) override {
        log("server lost", exc ? asyncio::type_name(exc) : "NoneType");
        at("connection_lost");
    }
    void pause_writing() override { at("pause_writing"); }
    void resume_writing() override { at("resume_writing"); }

private:
    void at(const std::string& where) {
        log("server", where);
        if (where == where_) throw asyncio::ValueError(where);
    }

    std::string where_;
    Transport transport_;
};

class Client : public asyncio::Protocol {
public:
    void data_received(Bytes data) override { count += data.size(); }
    void connection_lost(std::exception_ptr exc) override {
        log("client lost", exc);
        lost.set_result(count);
    }

    std::size_t count = 0;
    Future<std::size_t> lost = asyncio::get_running_loop().create_future<std::size_t>();
};

void handler(asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    const std::string message = context.message.substr(0, context.message.find(" callback"));
    log("handler", message.substr(0, message.find('(')), err(context.exception), context.keys());
}

Coroutine<> one(std::string where) {
    log("---", where);
    auto& loop = asyncio::get_running_loop();
    const auto make = [&] {
        if (where == "factory") throw asyncio::ValueError(where);
        return std::make_shared<Failing>(where);
    };
    auto server = co_await loop.create_server(make, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    auto [transport, client] =
        co_await loop.create_connection(asyncio::make_protocol<Client>, "127.0.0.1", port);
    co_await sleep(1);
    transport.write("data");
    co_await sleep(1);
    if (!transport.is_closing()) transport.write_eof();
    co_await sleep(1);
    transport.close();
    log("received", co_await client->lost);
    server.close_clients();
    server.close();
    co_await server.wait_closed();
}

Coroutine<> client_factory() {
    auto& loop = asyncio::get_running_loop();
    auto server = co_await loop.create_server(asyncio::make_protocol<Client>, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    const auto make = []() -> std::shared_ptr<Client> { throw asyncio::KeyError("no protocol"); };
    try {
        co_await loop.create_connection(make, "127.0.0.1", port);
    } catch (const asyncio::KeyError& exc) {
        log(err(exc));
    }
    co_await sleep(1);
    server.close();
    co_await server.wait_closed();
}

Coroutine<> main_() {
    asyncio::get_running_loop().set_exception_handler(handler);
    for (const char* where : {"connection_made", "data_received", "eof_received", "connection_lost"})
        co_await one(where);
    for (const char* where : {"pause_writing", "resume_writing", "factory"}) co_await one(where);
    co_await client_factory();
}

const Case kCase("protocol_failing", main_);

}  // namespace
}  // namespace conformance::protocol_failing
