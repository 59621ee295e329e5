// Arguments and methods as programs write them: addresses as they come, keywords, objects that others hold,
// texts.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <memory>
#include <vector>

namespace conformance::spelled_as_in_python {
namespace {

using namespace asyncio;
using Numbers = std::vector<int>;

AsyncGenerator<std::optional<Numbers>, Numbers> echoing() {
    std::optional<Numbers> received;
    while (true) received = co_yield received;
}

Coroutine<> sent() {
    const auto generator = echoing();
    const bool none = (co_await generator.asend(None())).has_value();
    const auto empty = co_await generator.asend({});
    const auto one = co_await generator.asend(Numbers(1, 1));
    log(none ? 1 : 0, empty, one);
    co_await generator.aclose();
}

class Echo : public Protocol {
public:
    void connection_made(Transport transport) override { transport_ = transport; }
    void data_received(Bytes data) override { transport_.write(data.upper()); }

private:
    Transport transport_;
};

class Client : public Protocol {
public:
    Future<Bytes> got = get_running_loop().create_future<Bytes>();
    void data_received(Bytes data) override { got.set_result(data); }
};

class Receiver : public DatagramProtocol {
public:
    Future<Bytes> got = get_running_loop().create_future<Bytes>();
    void datagram_received(Bytes data, Address) override { got.set_result(data); }
};

Coroutine<> addresses() {
    auto& loop = get_running_loop();
    auto server = co_await loop.create_server(make_protocol<Echo>, "127.0.0.1", 0);
    const Address address = server.sockets()[0].getsockname();
    {
        const auto [transport, client] = co_await loop.create_connection(make_protocol<Client>, address);
        transport.write("hello");
        log(co_await client->got);
        transport.close();
    }
    {
        const auto [transport, client] =
            co_await loop.create_connection(make_protocol<Client>, address, {.family = AF_INET});
        transport.write("hello");
        log(co_await client->got);
        transport.close();
    }
    server.close();
    co_await server.wait_closed();
    const auto [one, receiver] =
        co_await loop.create_datagram_endpoint(make_protocol<Receiver>, {.local_addr = {"127.0.0.1", 0}});
    const auto [two, _] = co_await loop.create_datagram_endpoint(make_protocol<DatagramProtocol>,
                                                                 {.local_addr = {"127.0.0.1", 0}});
    two.sendto("datagram", one.get_extra_info("sockname"));
    log(co_await receiver->got);
    one.close();
    two.close();
}

Coroutine<> limits() {
    try {
        co_await async_with(timeout({.delay = 1}), []() -> Coroutine<> { co_await sleep(2); });
    } catch (const TimeoutError& exc) {
        log(err(exc));
    }
    co_await async_with(timeout_at({.when = 5}), [](Timeout& scope) -> Coroutine<> {
        log(scope);
        co_return;
    });
    const Timeout scope = timeout(1);
    const Timeout entered = co_await scope.aenter();
    log(entered.when() == scope.when());
    co_await scope.aexit(nullptr);
    log(scope);
}

class Counter : public std::enable_shared_from_this<Counter> {
public:
    int entered = 0;
    Coroutine<std::shared_ptr<Counter>> aenter() {
        ++entered;
        co_return shared_from_this();
    }
    Coroutine<> aexit(std::exception_ptr error) {
        --entered;
        if (error) std::rethrow_exception(error);
        co_return;
    }
};

Coroutine<> held() {
    const auto counter = std::make_shared<Counter>();
    co_await async_with(counter, [&](std::shared_ptr<Counter> inside) -> Coroutine<> {
        log(counter->entered, inside->entered);
        co_return;
    });
    log(counter->entered);
    const auto future = get_running_loop().create_future();
    get_running_loop().call_later(1, named("", [&] { future.set_result(nullptr); }));
    co_await future;
    log(None());
}

void texts() {
    const Bytes line = "one fish, two FISH";
    log(line.count("o"), line.count("fish"), line.count(""), line.title(), line.capitalize(), line.hex());
    const Text text("they're -12");
    log(text.title(), text.count("e"), text.ljust(13), text.rjust(13), text.center(14), text.center(15));
    log(Text("12").zfill(4), Text("-12").zfill(5), Text("ab").center(5), Text("abc").center(6));
    for (const char* written : {"", "12", "ab", "aB1", " \t", "A1", "b-2"}) {
        const Text each(written);
        log(each.isdigit(), each.isalpha(), each.isalnum(), each.isspace(), each.isupper(), each.islower());
    }
}

Coroutine<> main_() {
    co_await sent();
    co_await addresses();
    co_await limits();
    co_await held();
    texts();
}

const Case kCase("spelled_as_in_python", main_);

}  // namespace
}  // namespace conformance::spelled_as_in_python
