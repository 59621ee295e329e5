// What eof_received() says: true keeps the connection open for writing, false closes it; and write_eof() of
// both.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::protocol_eof {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::Future;
using asyncio::sleep;
using asyncio::Transport;

class End : public asyncio::Protocol {
public:
    End(std::string name, bool keeps_open) : name_(std::move(name)), keeps_open_(keeps_open) {}

    void connection_made(Transport made) override { transport = made; }
    void data_received(Bytes data) override { log(name_, "data", data); }
    bool eof_received() override {
        log(name_, "eof", transport.is_reading());
        return keeps_open_;
    }
    void connection_lost(std::exception_ptr exc) override {
        log(name_, "lost", exc);
        lost.set_result();
    }

    Future<> lost = asyncio::get_running_loop().create_future();
    Transport transport;

private:
    std::string name_;
    bool keeps_open_;
};

Coroutine<std::pair<std::shared_ptr<End>, std::shared_ptr<End>>> pair(bool client_keeps_open,
                                                                      bool server_keeps_open) {
    auto& loop = asyncio::get_running_loop();
    std::vector<std::shared_ptr<End>> accepted;
    const auto accept = [&] {
        accepted.push_back(std::make_shared<End>("server", server_keeps_open));
        return accepted[0];
    };
    auto server = co_await loop.create_server(accept, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    const auto connect = [&] { return std::make_shared<End>("client", client_keeps_open); };
    auto [transport, client] = co_await loop.create_connection(connect, "127.0.0.1", port);
    server.close();
    co_return std::pair(client, accepted[0]);
}

template <class F>
void refused(F function) {
    try {
        function();
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
}

Coroutine<> one(bool client_keeps_open, bool server_keeps_open) {
    log("keep", client_keeps_open, server_keeps_open);
    auto [client, server] = co_await pair(client_keeps_open, server_keeps_open);
    client->transport.write("request");
    log(client->transport.can_write_eof());
    client->transport.write_eof();
    client->transport.write_eof();
    refused([&end = *client] { end.transport.write("more"); });
    refused([&end = *client] { end.transport.writelines({"more"}); });
    co_await sleep(1);
    log("server", server->transport.is_closing(), server->transport.is_reading());
    server->transport.write("answer");
    co_await sleep(1);
    server->transport.close();
    co_await server->lost;
    co_await sleep(1);
    log("client", client->transport.is_closing());
    client->transport.close();
    co_await client->lost;
}

Coroutine<> main_() {
    for (const bool client_keeps_open : {false, true})
        for (const bool server_keeps_open : {false, true}) co_await one(client_keeps_open, server_keeps_open);
}

const Case kCase("protocol_eof", main_);

}  // namespace
}  // namespace conformance::protocol_eof
