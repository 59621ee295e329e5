// Datagrams between two endpoints: the order of a protocol's calls, addresses, closing and aborting.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::datagram_order {
namespace {

using asyncio::Address;
using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::DatagramTransport;
using asyncio::Future;
using asyncio::sleep;

class End : public asyncio::DatagramProtocol {
public:
    explicit End(std::string name) : name_(std::move(name)) {}

    void connection_made(DatagramTransport made) override {
        log(name_, "made", made.is_closing());
        transport = made;
    }
    void datagram_received(Bytes data, Address) override {
        if (data.size() < 100)
            log(name_, data);
        else
            log(name_, data.size());
    }
    void error_received(std::exception_ptr exc) override { log(name_, "error", asyncio::type_name(exc)); }
    void connection_lost(std::exception_ptr exc) override {
        log(name_, "lost", exc, transport.is_closing());
        closed.set_result(name_);
    }

    Future<std::string> closed = asyncio::get_running_loop().create_future<std::string>();
    DatagramTransport transport;

private:
    std::string name_;
};

class Echo : public End {
public:
    using End::End;
    void datagram_received(Bytes data, Address addr) override {
        End::datagram_received(data, addr);
        transport.sendto(data.upper(), addr);
    }
};

// Without methods of its own: asyncio's calls do not show.
class Quiet : public asyncio::DatagramProtocol {};

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const auto make_server = [] { return std::make_shared<Echo>("server"); };
    auto [transport, server] =
        co_await loop.create_datagram_endpoint(make_server, {.local_addr = {"127.0.0.1", 0}});
    const Address address = *transport.get_extra_info("sockname");
    log(address[0], transport.get_extra_info("peername"), transport.get_protocol() == server);

    const auto make_client = [] { return std::make_shared<End>("client"); };
    auto [connected, client] = co_await loop.create_datagram_endpoint(make_client, {.remote_addr = address});
    log(*connected.get_extra_info("peername") == address);
    connected.sendto("one");
    connected.sendto("two", address);
    connected.sendto("");
    co_await sleep(1);
    try {
        connected.sendto("elsewhere", Address("127.0.0.1", 1));
    } catch (const asyncio::ValueError& exc) {
        const std::string text = err(exc);
        log(text.substr(0, text.find(" (")));
    }

    const auto make_other = [] { return std::make_shared<End>("other"); };
    auto [free, other] = co_await loop.create_datagram_endpoint(make_other, {.local_addr = {"127.0.0.1", 0}});
    free.sendto("three", address);
    free.sendto(Bytes(3000, 'x'), address);
    free.sendto("past the filter", *connected.get_extra_info("sockname"));
    co_await sleep(1);
    free.close();
    free.close();
    log(free.is_closing(), free.get_write_buffer_size());
    const std::string ended = co_await other->closed;
    log(ended, free.get_protocol() ? "a protocol" : "None");

    connected.sendto("last words");
    connected.abort();
    co_await client->closed;
    co_await sleep(1);
    transport.close();
    co_await server->closed;
    auto [quiet, protocol] = co_await loop.create_datagram_endpoint(asyncio::make_protocol<Quiet>,
                                                                    {.local_addr = {"127.0.0.1", 0}});
    log(protocol ? "Quiet" : "None");
    quiet.sendto("to itself", *quiet.get_extra_info("sockname"));
    co_await sleep(1);
    quiet.close();
}

const Case kCase("datagram_order", main_);

}  // namespace
}  // namespace conformance::datagram_order
