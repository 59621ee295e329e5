// create_connection() that is refused, cancelled in every turn, given a socket, or called wrongly.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace conformance::protocol_connecting {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::make_protocol;
using asyncio::sleep;
using asyncio::Transport;

class End : public asyncio::Protocol {
public:
    explicit End(std::string name = "client") : name_(std::move(name)) {}

    void connection_made(Transport) override { log(name_, "made"); }
    void data_received(Bytes data) override { log(name_, "data", data); }
    void connection_lost(std::exception_ptr exc) override { log(name_, "lost", exc); }

private:
    std::string name_;
};

Coroutine<> refused() {
    auto& loop = asyncio::get_running_loop();
    const int nobody = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(nobody, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const int port = asyncio::TransportSocket(nobody).getsockname().port;
    try {
        co_await loop.create_connection(make_protocol<End>, "127.0.0.1", port);
    } catch (const asyncio::ConnectionRefusedError& exc) {
        log(exc.type_name(), exc.error_number());
    }
    try {
        co_await loop.create_connection(make_protocol<End>, "127.0.0.1", port, {.all_errors = true});
    } catch (const asyncio::ExceptionGroup& group) {
        std::vector<std::string> names;
        for (const auto& exc : group.exceptions()) names.push_back(asyncio::type_name(exc));
        log(group.str(), names);
    }
    ::close(nobody);
}

Coroutine<> cancelled(int port, int turns) {
    log("turns", turns);
    auto& loop = asyncio::get_running_loop();
    const auto task = asyncio::create_task(loop.create_connection(make_protocol<End>, "127.0.0.1", port),
                                           {.name = "connecting"});
    for (int i = 0; i < turns; ++i) co_await sleep(0);
    log("cancel", task.cancel());
    try {
        auto [transport, protocol] = co_await task;
        log("connected");
        transport.close();
    } catch (const asyncio::CancelledError&) {
        log("cancelled");
    }
    co_await sleep(1);
}

Coroutine<> given_socket() {
    auto& loop = asyncio::get_running_loop();
    int pair[2];
    ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    const auto left = [] { return std::make_shared<End>("left"); };
    const auto right = [] { return std::make_shared<End>("right"); };
    auto [transport, protocol] = co_await loop.create_connection(left, {.sock = pair[0]});
    auto [other, other_protocol] = co_await loop.create_unix_connection(right, {.sock = pair[1]});
    transport.write("over a pair");
    co_await sleep(1);
    transport.close();
    co_await sleep(1);
    log(other.is_closing());
}

template <class T>
Coroutine<> wrong(std::string name, Coroutine<T> coroutine) {
    try {
        co_await coroutine;
    } catch (const asyncio::Exception& exc) {
        const std::string text = err(exc);
        log(name, text.substr(0, text.find(", got")));
    }
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    co_await refused();
    const auto serving = [] { return std::make_shared<End>("server"); };
    auto server = co_await loop.create_server(serving, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    for (int turns = 0; turns < 6; ++turns) co_await cancelled(port, turns);
    server.close();
    co_await server.wait_closed();
    co_await given_socket();
    const int datagrams = ::socket(AF_INET, SOCK_DGRAM, 0);
    const auto end = make_protocol<End>;
    co_await wrong("none", loop.create_connection(end, asyncio::StreamOptions()));
    co_await wrong("both", loop.create_connection(end, "127.0.0.1", 80, {.sock = datagrams}));
    co_await wrong("datagrams", loop.create_connection(end, {.sock = datagrams}));
    co_await wrong("port", loop.create_connection(end, "127.0.0.1", 70000));
    co_await wrong("no path", loop.create_unix_connection(end, asyncio::UnixStreamOptions()));
    co_await wrong("path", loop.create_unix_connection(end, "/nowhere/socket"));
    co_await wrong("server of none", loop.create_server(end, asyncio::ServerOptions()));
    co_await wrong("server of both", loop.create_server(end, "127.0.0.1", 0, {.sock = datagrams}));
    co_await wrong("server of datagrams", loop.create_server(end, {.sock = datagrams}));
    ::close(datagrams);
}

const Case kCase("protocol_connecting", main_);

}  // namespace
}  // namespace conformance::protocol_connecting
