#include "tests/engine/streams_test.h"

#include <memory>

using namespace asyncio;
using namespace engine_test;

namespace {

class Inbox : public DatagramProtocol {
public:
    void datagram_received(Bytes data, Address) override { received.push_back(data); }
    void error_received(std::exception_ptr exc) override { errors.push_back(asyncio::repr(exc)); }
    void pause_writing() override { errors.push_back("paused"); }
    std::vector<Bytes> received;
    std::vector<std::string> errors;
};

using Endpoint = std::pair<DatagramTransport, std::shared_ptr<Inbox>>;

Coroutine<Endpoint> endpoint_at(std::string host) {
    DatagramOptions options{.local_addr = {host, 0}};
    co_return co_await get_running_loop().create_datagram_endpoint(make_protocol<Inbox>, options);
}

Coroutine<Endpoint> endpoint_to(Address address) {
    DatagramOptions options{.remote_addr = address};
    co_return co_await get_running_loop().create_datagram_endpoint(make_protocol<Inbox>, options);
}

}  // namespace

TEST_CASE("the virtual clock does not pass a datagram that is under way") {
    run([]() -> Coroutine<> {
        auto [to, inbox] = co_await endpoint_at("127.0.0.1");
        auto [from, other] = co_await endpoint_to(*to.get_extra_info("sockname"));
        const double began = get_running_loop().time();
        from.sendto("first");
        co_await sleep(0.001);
        CHECK(inbox->received == std::vector<Bytes>{"first"});
        CHECK(get_running_loop().time() == doctest::Approx(began + 0.001));
        to.close();
        from.close();
        co_await sleep(1);
        CHECK(to.get_protocol() == nullptr);
    });
}

TEST_CASE("on the virtual clock it depends on the program alone which datagrams are lost for want of room") {
    const auto count = [] {
        std::size_t arrived = 0;
        run([&]() -> Coroutine<> {
            auto [to, inbox] = co_await endpoint_at("127.0.0.1");
            auto [from, other] = co_await endpoint_to(*to.get_extra_info("sockname"));
            for (int i = 0; i < 1000; ++i) from.sendto(Bytes(500, 'x'));
            co_await sleep(1);
            arrived = inbox->received.size();
            CHECK(other->errors.empty());
            from.sendto("there is room again");
            co_await sleep(1);
            CHECK(inbox->received.back() == "there is room again");
            to.close();
            from.close();
        });
        return arrived;
    };
    const std::size_t first = count();
    CHECK(first > 10);
    CHECK(first < 1000);
    CHECK(count() == first);
}

TEST_CASE("an endpoint on all interfaces hears what is sent to this machine") {
    run([]() -> Coroutine<> {
        auto [to, inbox] = co_await endpoint_at("0.0.0.0");
        auto [from, other] = co_await endpoint_at("127.0.0.1");
        from.sendto("hello", Address("127.0.0.1", to.get_extra_info("sockname")->port));
        from.sendto("by name", Address("localhost", to.get_extra_info("sockname")->port));
        co_await sleep(1);
        CHECK(inbox->received == std::vector<Bytes>{"hello", "by name"});
        to.close();
        from.close();
    });
}

TEST_CASE("what cannot be sent is told to the protocol") {
    run([]() -> Coroutine<> {
        auto [to, inbox] = co_await endpoint_at("127.0.0.1");
        to.sendto(Bytes(70'000, 'x'), *to.get_extra_info("sockname"));
        to.sendto("x", Address("no such name", 1));
        CHECK(inbox->errors == std::vector<std::string>{"OSError(90, 'Message too long')",
                                                        "gaierror(-2, 'Name or service not known')"});
        std::vector<std::string> told;
        get_running_loop().set_exception_handler(
            [&](EventLoop&, const ExceptionContext& context) { told.push_back(context.message); });
        to.sendto("to nobody");
        CHECK(told == std::vector<std::string>{"Fatal write error on datagram transport"});
        CHECK(to.is_closing());
        get_running_loop().set_exception_handler({});
        co_await sleep(1);
        CHECK(to.repr().starts_with("<_SelectorDatagramTransport closed fd="));
        to.sendto("too late", Address("127.0.0.1", 1));
    });
}

TEST_CASE("datagrams are in the recording") {
    const Run result = run([]() -> Coroutine<> {
        auto [to, inbox] = co_await endpoint_at("127.0.0.1");
        to.sendto("to itself", *to.get_extra_info("sockname"));
        co_await sleep(1);
        to.abort();
        co_await sleep(1);
    });
    using loopscope::trace::EventKind;
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (event.kind == EventKind::stream_write || event.kind == EventKind::stream_receive)
            seen.emplace_back(result.recording.string(event.text));
        if (event.kind == EventKind::stream_lost) seen.emplace_back("lost");
    }
    CHECK(seen == std::vector<std::string>{"b'to itself'", "b'to itself'", "lost"});
}

TEST_CASE("an endpoint that is still open goes with the loop") {
    std::weak_ptr<Inbox> left;
    run([&]() -> Coroutine<> {
        auto [to, inbox] = co_await endpoint_at("127.0.0.1");
        left = inbox;
    });
    CHECK(left.expired());
    CHECK(DatagramTransport().repr() == "None");
}
