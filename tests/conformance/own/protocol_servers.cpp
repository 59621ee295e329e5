// create_server() and create_unix_server(): serving later, closing with connections open, two hosts, a
// socket.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <filesystem>

namespace conformance::protocol_servers {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::make_protocol;
using asyncio::Server;
using asyncio::sleep;
using asyncio::Transport;

int count = 0;

class Echo : public asyncio::Protocol {
public:
    void connection_made(Transport transport) override {
        name_ = "server " + std::to_string(++count);
        log(name_, "made");
        transport_ = transport;
    }
    void data_received(Bytes data) override {
        log(name_, data);
        transport_.write(data);
    }
    void connection_lost(std::exception_ptr exc) override { log(name_, "lost", exc); }

private:
    std::string name_;
    Transport transport_;
};

class Client : public asyncio::Protocol {
public:
    void data_received(Bytes data) override { log("client", data); }
    void connection_lost(std::exception_ptr exc) override { log("client lost", exc); }
};

Coroutine<> serving_later() {
    auto& loop = asyncio::get_running_loop();
    auto server = co_await loop.create_server(make_protocol<Echo>, "127.0.0.1", 0, {.start_serving = false});
    const int port = server.sockets()[0].getsockname().port;
    log("serving", server.is_serving());
    co_await server.start_serving();
    log("serving", server.is_serving());
    auto [transport, client] = co_await loop.create_connection(make_protocol<Client>, "127.0.0.1", port);
    transport.write("hello");
    co_await sleep(1);
    server.close();
    log("serving", server.is_serving(), server.sockets().size());
    const auto waiter = asyncio::create_task(server.wait_closed(), {.name = "waiter"});
    co_await sleep(1);
    log("waits", !waiter.done());
    transport.close();
    co_await waiter;
    co_await sleep(1);
}

Coroutine<> clients_closed(void (*how)(const Server&)) {
    auto& loop = asyncio::get_running_loop();
    auto server = co_await loop.create_server(make_protocol<Echo>, "127.0.0.1", 0);
    co_await asyncio::async_with(server, [&](const Server&) -> Coroutine<> {
        const int port = server.sockets()[0].getsockname().port;
        co_await loop.create_connection(make_protocol<Client>, "127.0.0.1", port);
        co_await loop.create_connection(make_protocol<Client>, "127.0.0.1", port);
        co_await sleep(1);
        how(server);
    });
    log("closed");
    co_await sleep(1);
}

Coroutine<> serving_forever() {
    auto& loop = asyncio::get_running_loop();
    const std::vector<std::string> hosts(1, "127.0.0.1");
    auto server = co_await loop.create_server(make_protocol<Echo>, hosts, 0);
    const auto task = asyncio::create_task(server.serve_forever(), {.name = "serving"});
    co_await sleep(1);
    const auto [host, port] = server.sockets()[0].getsockname();
    auto [transport, client] = co_await loop.create_connection(make_protocol<Client>, host, port);
    co_await sleep(1);
    task.cancel();
    try {
        co_await task;
    } catch (const asyncio::CancelledError&) {
        log("cancelled", server.is_serving());
    }
    co_await sleep(1);
    log(transport.is_closing());
}

Coroutine<> over_unix() {
    auto& loop = asyncio::get_running_loop();
    const std::string path = "/tmp/loopscope_protocols_" + std::to_string(::getpid()) + ".sock";
    auto server = co_await loop.create_unix_server(make_protocol<Echo>, path);
    auto [transport, client] = co_await loop.create_unix_connection(make_protocol<Client>, path);
    log(*transport.get_extra_info("peername") == path);
    transport.write("unix");
    co_await sleep(1);
    transport.close();
    co_await sleep(1);
    server.close();
    co_await server.wait_closed();
    log(std::filesystem::exists(path));
}

Coroutine<> given_socket() {
    auto& loop = asyncio::get_running_loop();
    const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const int port = asyncio::TransportSocket(listening).getsockname().port;
    auto server = co_await loop.create_server(make_protocol<Echo>, {.sock = listening, .backlog = 1});
    auto [transport, client] = co_await loop.create_connection(make_protocol<Client>, "127.0.0.1", port);
    transport.write_eof();
    co_await sleep(1);
    server.close();
    co_await server.wait_closed();
}

Coroutine<> main_() {
    count = 0;
    co_await serving_later();
    co_await clients_closed([](const Server& server) { server.close_clients(); });
    co_await clients_closed([](const Server& server) { server.abort_clients(); });
    co_await serving_forever();
    co_await over_unix();
    co_await given_socket();
}

const Case kCase("protocol_servers", main_);

}  // namespace
}  // namespace conformance::protocol_servers
