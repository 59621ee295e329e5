// set_protocol() in the middle, a BufferedProtocol and what it does wrong, and a future that ends a
// conversation.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

// No namespace without a name: g++ 14 fails on a coroutine that is a template of what is in one.
namespace conformance::protocol_switched {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::make_protocol;
using asyncio::sleep;
using asyncio::Transport;

class Binary : public asyncio::BufferedProtocol {
public:
    explicit Binary(Transport transport = {}, std::size_t size = 4)
        : transport_(std::move(transport)), buffer_(size, '\0') {}

    void connection_made(Transport transport) override {
        log("binary made");
        transport_ = transport;
    }
    std::span<char> get_buffer(std::int64_t) override { return buffer_; }
    void buffer_updated(std::size_t nbytes) override {
        log("binary", nbytes, Bytes(buffer_.substr(0, nbytes)));
        if (buffer_.substr(0, 4) == "fail") throw asyncio::ValueError("four");
    }
    bool eof_received() override {
        log("binary eof");
        return true;
    }
    void connection_lost(std::exception_ptr exc) override { log("binary lost", exc ? err(exc) : "None"); }

private:
    Transport transport_;
    std::string buffer_;
};

// Speaks lines until it is told to switch, and then gives its transport away.
class Line : public asyncio::Protocol {
public:
    void connection_made(Transport transport) override { transport_ = transport; }
    void data_received(Bytes data) override {
        log("line", data);
        if (data == "binary\n") {
            const auto binary = std::make_shared<Binary>(transport_);
            transport_.set_protocol(binary);
            log("switched", transport_.get_protocol() == binary ? "Binary" : "no");
            transport_.write("go\n");
        }
    }
    void connection_lost(std::exception_ptr exc) override { log("line lost", exc); }

private:
    Transport transport_;
};

class Client : public asyncio::Protocol {
public:
    void data_received(Bytes data) override { log("client", data); }
    void connection_lost(std::exception_ptr exc) override { log("client lost", exc); }
};

void handler(asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    log("handler", context.message, err(context.exception));
}

template <class F>
Coroutine<> talk(F factory, std::vector<Bytes> words) {
    auto& loop = asyncio::get_running_loop();
    auto server = co_await loop.create_server(factory, "127.0.0.1", 0);
    const auto [host, port] = server.sockets()[0].getsockname();
    auto [transport, client] = co_await loop.create_connection(make_protocol<Client>, host, port);
    for (const Bytes& word : words) {
        transport.write(word);
        co_await sleep(1);
    }
    if (!transport.is_closing()) transport.write_eof();
    co_await sleep(1);
    transport.close();
    server.close_clients();
    server.close();
    co_await server.wait_closed();
    co_await sleep(1);
}

static Coroutine<> main_() {
    asyncio::get_running_loop().set_exception_handler(handler);
    const std::vector<Bytes> words = {"text\n", "binary\n", "0123456789", "ab"};
    co_await talk(make_protocol<Line>, words);
    const std::vector<Bytes> digits(1, "0123456789"), failing(1, "fail now"), lost(1, "nowhere to put");
    co_await talk(make_protocol<Binary>, digits);
    co_await talk(make_protocol<Binary>, failing);
    const auto empty = [] { return std::make_shared<Binary>(Transport(), 0); };
    co_await talk(empty, lost);
}

const Case kCase("protocol_switched", main_);

}  // namespace conformance::protocol_switched
