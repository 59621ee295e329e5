// pause_writing() and resume_writing(): marks, what is buffered, and closing or aborting with a full buffer.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::protocol_flow {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::Future;
using asyncio::sleep;
using asyncio::Transport;

constexpr std::size_t kSize = 300'000;

class Sender : public asyncio::Protocol {
public:
    void connection_made(Transport made) override { transport = made; }
    void pause_writing() override { log("pause", transport.get_write_buffer_size() > 0); }
    void resume_writing() override {
        const auto [low, high] = transport.get_write_buffer_limits();
        log("resume", transport.get_write_buffer_size() <= low);
    }
    void connection_lost(std::exception_ptr exc) override {
        log("sender lost", exc);
        lost.set_result();
    }

    Transport transport;
    Future<> lost = asyncio::get_running_loop().create_future();
};

class Receiver : public asyncio::Protocol {
public:
    void connection_made(Transport made) override {
        transport = made;
        transport.pause_reading();
        transport.pause_reading();
        log("reads", transport.is_reading());
    }
    void data_received(Bytes data) override { count += data.size(); }
    void connection_lost(std::exception_ptr exc) override {
        log("receiver lost", exc, count);
        lost.set_result();
    }

    Transport transport;
    std::size_t count = 0;
    Future<> lost = asyncio::get_running_loop().create_future();
};

Coroutine<std::pair<std::shared_ptr<Sender>, std::shared_ptr<Receiver>>> pair() {
    auto& loop = asyncio::get_running_loop();
    std::vector<std::shared_ptr<Receiver>> accepted;
    const auto accept = [&] {
        accepted.push_back(std::make_shared<Receiver>());
        return accepted[0];
    };
    auto server = co_await loop.create_server(accept, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    auto [transport, sender] =
        co_await loop.create_connection(asyncio::make_protocol<Sender>, "127.0.0.1", port);
    server.close();
    co_return std::pair(sender, accepted[0]);
}

Coroutine<> marks() {
    auto [sender, receiver] = co_await pair();
    const Transport transport = sender->transport;
    log(transport.get_write_buffer_limits(), transport.get_write_buffer_size());
    transport.set_write_buffer_limits({.high = 1000});
    log(transport.get_write_buffer_limits());
    transport.write(Bytes(kSize, 'a'));
    log("written", transport.get_write_buffer_size() > 0);
    transport.writelines({Bytes(10, 'b'), "", Bytes(10, 'c')});
    co_await sleep(1);
    transport.set_write_buffer_limits({.high = 2 * kSize});
    receiver->transport.resume_reading();
    receiver->transport.resume_reading();
    co_await sleep(1);
    log("all", receiver->count == kSize + 20, transport.get_write_buffer_size());
    transport.close();
    co_await sender->lost;
    co_await receiver->lost;
}

Coroutine<> closed_with_full_buffer() {
    auto [sender, receiver] = co_await pair();
    sender->transport.write(Bytes(kSize, 'a'));
    sender->transport.close();
    log("closing", sender->transport.is_closing(), sender->transport.get_write_buffer_size() > 0);
    co_await sleep(1);
    receiver->transport.resume_reading();
    co_await sender->lost;
    co_await receiver->lost;
}

Coroutine<> ended_with_full_buffer() {
    auto [sender, receiver] = co_await pair();
    sender->transport.write(Bytes(kSize, 'a'));
    sender->transport.write_eof();
    co_await sleep(1);
    receiver->transport.resume_reading();
    co_await receiver->lost;
    co_await sender->lost;
}

Coroutine<> aborted_with_full_buffer() {
    auto [sender, receiver] = co_await pair();
    sender->transport.write(Bytes(kSize, 'a'));
    sender->transport.abort();
    sender->transport.abort();
    log("closing", sender->transport.is_closing(), sender->transport.get_write_buffer_size());
    co_await sender->lost;
    sender->transport.write("gone");
    receiver->transport.close();
    co_await receiver->lost;
}

Coroutine<> written_after_other_end_is_gone() {
    auto [sender, receiver] = co_await pair();
    receiver->transport.abort();
    co_await receiver->lost;
    co_await sleep(1);
    log("sender", sender->transport.is_closing());
    sender->transport.write("x");
    try {
        sender->transport.set_write_buffer_limits({.high = 1, .low = 2});
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    sender->transport.close();
    co_await sender->lost;
}

Coroutine<> main_() {
    log("---", "marks");
    co_await marks();
    log("---", "closed_with_full_buffer");
    co_await closed_with_full_buffer();
    log("---", "ended_with_full_buffer");
    co_await ended_with_full_buffer();
    log("---", "aborted_with_full_buffer");
    co_await aborted_with_full_buffer();
    co_await written_after_other_end_is_gone();
}

const Case kCase("protocol_flow", main_);

}  // namespace
}  // namespace conformance::protocol_flow
