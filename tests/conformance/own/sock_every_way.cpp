// A program's own sockets, awaited: sock_accept() and sock_connect(), recv and send of bytes and datagrams.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::sock_every_way {
namespace {

using asyncio::Address;
using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::sleep;
using asyncio::Socket;

Coroutine<> serve(Socket listening) {
    auto& loop = asyncio::get_running_loop();
    auto [sock, address] = co_await loop.sock_accept(listening);
    log("accepted", address[0], sock.getpeername() == address);
    while (true) {
        const Bytes data = co_await loop.sock_recv(sock, 4);
        if (!data) break;
        log("server got", data);
        co_await loop.sock_sendall(sock, data.upper());
    }
    log("server end");
    sock.close();
}

Coroutine<> bytes_both_ways() {
    auto& loop = asyncio::get_running_loop();
    const Socket listening;
    listening.bind(Address("127.0.0.1", 0));
    listening.listen();
    const auto server = asyncio::create_task(serve(listening), {.name = "server"});
    co_await sleep(1);
    const Socket sock;
    co_await loop.sock_connect(sock, listening.getsockname());
    co_await loop.sock_sendall(sock, "hello");
    std::string buffer(10, '\0');
    const std::size_t count = co_await loop.sock_recv_into(sock, buffer);
    log("got", count, Bytes(buffer.substr(0, count)));
    co_await sleep(1);
    co_await loop.sock_sendall(sock, "");
    sock.shutdown(SHUT_WR);
    const Bytes end = co_await loop.sock_recv(sock, 100);
    log("end", end);
    co_await server;
    sock.close();
    listening.close();
}

Coroutine<> much() {
    auto& loop = asyncio::get_running_loop();
    const Socket listening;
    listening.bind(Address("127.0.0.1", 0));
    listening.listen();
    const Socket sock;
    co_await loop.sock_connect(sock, listening.getsockname());
    auto [other, address] = co_await loop.sock_accept(listening);
    const auto sending =
        asyncio::create_task(loop.sock_sendall(sock, Bytes(100'000, 'x')), {.name = "sending"});
    co_await sleep(1);
    log("sent", sending.done());
    std::size_t total = 0;
    while (total < 100'000) {
        const Bytes data = co_await loop.sock_recv(other, 65536);
        total += data.size();
    }
    co_await sending;
    log("total", total);
    sock.close();
    other.close();
    listening.close();
}

Coroutine<> receive(Socket sock, Socket sender) {
    auto [data, address] = co_await asyncio::get_running_loop().sock_recvfrom(sock, 100);
    log(data, address == sender.getsockname());
}

Coroutine<> datagrams() {
    auto& loop = asyncio::get_running_loop();
    const Socket one(AF_INET, SOCK_DGRAM), two(AF_INET, SOCK_DGRAM);
    one.bind(Address("127.0.0.1", 0));
    two.bind(Address("127.0.0.1", 0));
    const auto receiving = asyncio::create_task(receive(one, two), {.name = "receiving"});
    co_await sleep(1);
    log(co_await loop.sock_sendto(two, "datagram", one.getsockname()));
    co_await receiving;
    co_await loop.sock_connect(one, two.getsockname());
    co_await loop.sock_sendall(one, "to the one it is connected to");
    log(co_await loop.sock_recv(two, 5));
    one.close();
    two.close();
}

Coroutine<> refused() {
    auto& loop = asyncio::get_running_loop();
    const Socket nobody;
    nobody.bind(Address("127.0.0.1", 0));
    const Socket sock;
    try {
        co_await loop.sock_connect(sock, nobody.getsockname());
    } catch (const asyncio::ConnectionRefusedError& exc) {
        log(exc.type_name(), exc.error_number());
    }
    sock.close();
    try {
        co_await loop.sock_recv(sock, 10);
    } catch (const asyncio::OSError& exc) {
        log(err(exc));
    }
    try {
        co_await loop.sock_accept(nobody);
    } catch (const asyncio::OSError& exc) {
        log(err(exc));
    }
    nobody.close();
}

Coroutine<> main_() {
    log("bytes_both_ways");
    co_await bytes_both_ways();
    log("much");
    co_await much();
    log("datagrams");
    co_await datagrams();
    log("refused");
    co_await refused();
}

const Case kCase("sock_every_way", main_);

}  // namespace
}  // namespace conformance::sock_every_way
