// Files sent: sock_sendfile(), loop.sendfile() over a connection, in part, refused, and with other writing
// around it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <sys/socket.h>
#include <unistd.h>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

namespace conformance::files_sent {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::SendfileOptions;
using asyncio::Socket;
using asyncio::ValueError;

class Collector : public asyncio::Protocol {
public:
    explicit Collector(asyncio::Future<Bytes> done) : done_(done) {}
    void data_received(Bytes data) override { data_ = data_ + data; }
    void connection_lost(std::exception_ptr exc) override {
        log("collected", data_.size(), Bytes(data_.substr(0, 20)), exc);
        done_.set_result(data_);
    }

private:
    Bytes data_;
    asyncio::Future<Bytes> done_;
};

class Sender : public asyncio::Protocol {
public:
    void data_received(Bytes data) override { log("sender got", data); }
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File file_of(const std::string& data) {
    File file(std::tmpfile(), std::fclose);
    std::fwrite(data.data(), 1, data.size(), file.get());
    std::fflush(file.get());
    return file;
}

Coroutine<> over_a_socket(std::FILE* file) {
    auto& loop = asyncio::get_running_loop();
    const auto [rsock, wsock] = asyncio::socketpair();
    const std::pair<int, std::optional<int>> parts[] = {{0, {}}, {5, {}}, {2, 4}, {100, {}}};
    for (const auto& [offset, count] : parts) {
        const std::size_t sent = co_await loop.sock_sendfile(wsock, file, offset, count);
        Bytes got;
        if (sent > 0) got = co_await loop.sock_recv(rsock, 100);
        log("sent", sent, got, ::lseek(::fileno(file), 0, SEEK_CUR));
    }
    const std::size_t two =
        co_await loop.sock_sendfile(wsock, file, {.offset = 1, .count = 2, .fallback = false});
    log("keywords", two, co_await loop.sock_recv(rsock, 100));
    const File empty = file_of("");
    log("nothing", co_await loop.sock_sendfile(wsock, empty.get()));
    for (const SendfileOptions bad :
         {SendfileOptions{.count = 0}, SendfileOptions{.count = -1}, SendfileOptions{.offset = -1}}) {
        try {
            co_await loop.sock_sendfile(wsock, file, bad);
        } catch (const ValueError& exc) {
            log(err(exc));
        }
    }
    const Socket datagrams(AF_INET, SOCK_DGRAM);
    try {
        co_await loop.sock_sendfile(datagrams, file);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    const auto [pipe, writing] = asyncio::make_pipe();
    log("a pipe", co_await loop.sock_sendfile(wsock, pipe));
    const Socket unconnected;
    for (const bool fallback : {false, true}) {
        try {
            co_await loop.sock_sendfile(unconnected, file, {.fallback = fallback});
        } catch (const asyncio::SendfileNotAvailableError& exc) {
            log(err(exc));
        } catch (const asyncio::OSError& exc) {
            log(err(exc));
        }
    }
}

Coroutine<> over_a_connection(std::FILE* file) {
    auto& loop = asyncio::get_running_loop();
    const auto collected = loop.create_future<Bytes>();
    const auto collector = [&] { return std::make_shared<Collector>(collected); };
    const auto server = co_await loop.create_server(collector, "127.0.0.1", 0);
    const auto [host, port] = server.sockets()[0].getsockname();
    const auto [transport, sender] =
        co_await loop.create_connection(asyncio::make_protocol<Sender>, host, port);
    transport.write("before ");
    const auto sending = asyncio::create_task(loop.sendfile(transport, file), {.name = "sending"});
    co_await asyncio::sleep(0);
    try {
        transport.write("between");
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc), transport.is_reading());
    }
    const std::size_t all = co_await sending;
    log("sent", all, transport.is_reading());
    log("part", co_await loop.sendfile(transport, file, 2, 3));
    transport.write(" after");
    transport.close();
    try {
        co_await loop.sendfile(transport, file);
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    co_await collected;
    server.close();
}

Coroutine<> accepted() {
    auto& loop = asyncio::get_running_loop();
    const Socket listening;
    listening.bind(asyncio::Address("127.0.0.1", 0));
    listening.listen();
    const Socket client;
    co_await loop.sock_connect(client, listening.getsockname());
    const auto [sock, address] = co_await loop.sock_accept(listening);
    const auto collected = loop.create_future<Bytes>();
    const auto collector = [&] { return std::make_shared<Collector>(collected); };
    const auto [transport, protocol] = co_await loop.connect_accepted_socket(collector, sock);
    log(transport.get_protocol() == protocol, *transport.get_extra_info("peername") == client.getsockname());
    co_await loop.sock_sendall(client, "hello");
    client.close();
    co_await collected;
    listening.close();
    const Socket datagrams(AF_INET, SOCK_DGRAM);
    try {
        co_await loop.connect_accepted_socket(asyncio::make_protocol<Sender>, datagrams);
    } catch (const ValueError& exc) {
        log(exc.type_name());
    }
}

Coroutine<std::size_t> count_of(Socket sock, std::span<char> buffer) {
    const auto [count, address] = co_await asyncio::get_running_loop().sock_recvfrom_into(sock, buffer);
    co_return count;
}

Coroutine<> datagrams_into() {
    auto& loop = asyncio::get_running_loop();
    const Socket one(AF_INET, SOCK_DGRAM), two(AF_INET, SOCK_DGRAM);
    for (const Socket& sock : {one, two}) sock.bind(asyncio::Address("127.0.0.1", 0));
    std::string buffer(10, '\0');
    for (const std::size_t nbytes : {0, 4}) {
        co_await loop.sock_sendto(two, "datagram", one.getsockname());
        const auto [count, address] = co_await loop.sock_recvfrom_into(one, buffer, nbytes);
        log(count, Bytes(buffer.substr(0, count)), address == two.getsockname());
    }
    try {
        co_await loop.sock_recvfrom_into(one, buffer, 11);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    const auto waiting = asyncio::create_task(count_of(one, buffer), {.name = "waiting"});
    co_await asyncio::sleep(1);
    co_await loop.sock_sendto(two, "late", one.getsockname());
    log(co_await waiting);
}

Coroutine<> main_() {
    const File file = file_of("0123456789");
    co_await over_a_socket(file.get());
    co_await over_a_connection(file.get());
    co_await accepted();
    co_await datagrams_into();
}

const Case kCase("files_sent", main_);

}  // namespace
}  // namespace conformance::files_sent
