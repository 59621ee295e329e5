// Datagrams to a port that nobody has, methods that raise, cancelled and wrong calls, a socket of one's own.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace conformance::datagram_trouble {
namespace {

using asyncio::Address;
using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::DatagramTransport;
using asyncio::make_protocol;
using asyncio::sleep;

class End : public asyncio::DatagramProtocol {
public:
    explicit End(std::string fails = {}) : fails_(std::move(fails)) {}

    void connection_made(DatagramTransport) override { at("connection_made"); }
    void datagram_received(Bytes data, Address) override { at("datagram_received", data); }
    void error_received(std::exception_ptr exc) override { at("error_received", asyncio::type_name(exc)); }
    void connection_lost(std::exception_ptr exc) override { at("connection_lost", exc); }

private:
    template <class... Parts>
    void at(const std::string& where, const Parts&... parts) {
        log(where, parts...);
        if (where == fails_) throw asyncio::ValueError(where);
    }
    std::string fails_;
};

void handler(asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    log("handler", context.message.substr(0, context.message.find(" callback")), err(context.exception),
        context.keys());
}

int bound() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
    ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return fd;
}

Address closed_port() {
    const int fd = bound();
    const Address address = asyncio::TransportSocket(fd).getsockname();
    ::close(fd);
    return address;
}

Coroutine<> nobody_there() {
    auto& loop = asyncio::get_running_loop();
    const Address nobody = closed_port();
    auto [transport, end] =
        co_await loop.create_datagram_endpoint(make_protocol<End>, {.remote_addr = nobody});
    transport.sendto("anybody?");
    co_await sleep(1);
    transport.sendto("again");
    transport.sendto("and again");  // finds the error of the one before
    co_await sleep(1);
    log(transport.is_closing());
    transport.close();
    co_await sleep(1);
    auto [unconnected, other] =
        co_await loop.create_datagram_endpoint(make_protocol<End>, {.local_addr = {"127.0.0.1", 0}});
    unconnected.sendto("anybody?", closed_port());
    co_await sleep(1);
    unconnected.close();
    co_await sleep(1);
}

Coroutine<> failing(std::string where) {
    log("---", where);
    auto& loop = asyncio::get_running_loop();
    const auto make = [&] { return std::make_shared<End>(where); };
    auto [transport, end] = co_await loop.create_datagram_endpoint(make, {.local_addr = {"127.0.0.1", 0}});
    co_await sleep(1);
    transport.sendto("one", *transport.get_extra_info("sockname"));
    co_await sleep(1);
    log(transport.is_closing());
    transport.close();
    co_await sleep(1);
}

Coroutine<> cancelled(int turns) {
    auto& loop = asyncio::get_running_loop();
    const auto task = asyncio::create_task(
        loop.create_datagram_endpoint(make_protocol<End>, {.local_addr = {"127.0.0.1", 0}}),
        {.name = "making"});
    for (int i = 0; i < turns; ++i) co_await sleep(0);
    task.cancel();
    try {
        auto [transport, end] = co_await task;
        log("made");
        transport.close();
    } catch (const asyncio::CancelledError&) {
        log("cancelled");
    }
    co_await sleep(1);
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

Coroutine<> own_socket() {
    auto& loop = asyncio::get_running_loop();
    const int sock = bound();
    const Address taken = asyncio::TransportSocket(sock).getsockname();
    co_await wrong("taken", loop.create_datagram_endpoint(make_protocol<End>, {.local_addr = taken}));
    auto [transport, end] = co_await loop.create_datagram_endpoint(make_protocol<End>, {.sock = sock});
    transport.sendto("to myself", taken);
    co_await sleep(1);
    transport.close();
    co_await sleep(1);
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler(handler);
    co_await nobody_there();
    for (const char* where : {"connection_made", "datagram_received", "connection_lost"})
        co_await failing(where);
    for (int turns = 0; turns < 3; ++turns) co_await cancelled(turns);
    const auto end = make_protocol<End>;
    co_await wrong("nothing", loop.create_datagram_endpoint(end, {}));
    const int stream = ::socket(AF_INET, SOCK_STREAM, 0);
    co_await wrong("stream", loop.create_datagram_endpoint(end, {.sock = stream}));
    ::close(stream);
    const int sock = ::socket(AF_INET, SOCK_DGRAM, 0);
    co_await wrong("both", loop.create_datagram_endpoint(end, {.allow_broadcast = true, .sock = sock}));
    ::close(sock);
    co_await own_socket();
}

const Case kCase("datagram_trouble", main_);

}  // namespace
}  // namespace conformance::datagram_trouble
