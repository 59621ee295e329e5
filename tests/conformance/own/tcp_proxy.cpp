// A proxy: both directions at once, half-closed ends passed on, a backend that is gone, one that resets, a
// client that leaves.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <sstream>

namespace conformance::tcp_proxy {
namespace {

using namespace asyncio;

Coroutine<> pump(std::string label, StreamReader reader, StreamWriter writer) {
    std::size_t count = 0;
    try {
        while (true) {
            const Bytes data = co_await reader.read(1000);
            if (data.empty()) break;
            count += data.size();
            writer.write(data);
            co_await writer.drain();
        }
        if (writer.can_write_eof()) writer.write_eof();
        log(label, "ends after", count);
    } catch (const ConnectionError& exc) {
        log(label, exc.type_name());
        writer.close();
    }
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    while (times-- > 0) all += text;
    return all;
}

Coroutine<> backend(StreamReader reader, StreamWriter writer) {
    const Bytes command = co_await reader.readline();
    log("backend", command);
    if (command == "sum\n") {
        const Bytes rest = co_await reader.read();
        log("backend has all of", rest.size());
        std::istringstream numbers(rest);
        int sum = 0;
        for (int number; numbers >> number;) sum += number;
        writer.write(std::to_string(sum) + "\n");
    } else if (command == "stream\n") {
        for (int i = 0; i < 3; ++i) {
            writer.write(repeated(std::to_string(i) + "\n", 500));
            co_await writer.drain();
            co_await sleep(1);
        }
    } else if (command == "abort\n") {
        writer.write("half");
        co_await writer.drain();
        co_await sleep(1);
        writer.transport().abort();
        co_return;
    }
    writer.close();
    co_await writer.wait_closed();
    log("backend done");
}

class Proxy {
public:
    explicit Proxy(const Address& address) : address_(address) {}

    static Coroutine<> handle(std::shared_ptr<Proxy> self, StreamReader reader, StreamWriter writer) {
        ++self->open;
        std::exception_ptr error;
        try {
            co_await self->serve(reader, writer);
        } catch (const OSError& exc) {
            log("proxy", exc.type_name());
        } catch (...) {
            error = std::current_exception();
        }
        writer.close();
        --self->open;
        if (error) std::rethrow_exception(error);
    }

    int open = 0;

private:
    Coroutine<> serve(StreamReader reader, StreamWriter writer) {
        std::optional<Connection> there;
        try {
            co_await async_with(timeout(1),
                                [&]() -> Coroutine<> { there = co_await open_connection(address_); });
        } catch (const OSError&) {
            writer.write("no backend\n");
            throw;
        }
        auto& [there_reader, there_writer] = *there;
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            group.create_task(pump("up", reader, there_writer), {.name = "up"});
            group.create_task(pump("down", there_reader, writer), {.name = "down"});
            co_return;
        });
        there_writer.close();
        co_await there_writer.wait_closed();
    }

    Address address_;
};

Coroutine<> client(Address address, std::vector<Bytes> lines, bool end = true) {
    auto [reader, writer] = co_await open_connection(address);
    for (const Bytes& line : lines) {
        writer.write(line);
        co_await sleep(0.5);
    }
    if (end) writer.write_eof();
    const Bytes answer = co_await reader.read();
    log("client has", answer.size(), Bytes(answer.substr(0, 12)));
    writer.close();
    co_await writer.wait_closed();
}

Coroutine<> main_() {
    const auto server = co_await start_server(backend, "127.0.0.1", 0);
    const auto proxy = std::make_shared<Proxy>(server.sockets()[0].getsockname());
    const auto handle = [proxy](StreamReader reader, StreamWriter writer) {
        return Proxy::handle(proxy, reader, writer);
    };
    const auto front = co_await start_server(handle, "127.0.0.1", 0);
    const Address address = front.sockets()[0].getsockname();
    const std::vector<Bytes> numbers = {"sum\n", "1 2 3 ", "4\n"}, stream = {"stream\n"}, abort = {"abort\n"};
    co_await client(address, numbers);
    co_await client(address, stream);
    co_await client(address, abort, false);
    std::vector<Coroutine<>> clients;
    for (int i = 0; i < 3; ++i)
        clients.push_back(client(address, {"sum\n", repeated(std::to_string(i) + " ", 3)}));
    co_await gather(std::move(clients));
    log("open", proxy->open);
    server.close();
    co_await server.wait_closed();
    const std::vector<Bytes> sum = {"sum\n"};
    co_await client(address, sum);
    co_await async_with(front, [&]() -> Coroutine<> {
        log(front.is_serving());
        co_return;
    });
    log("open", proxy->open, front.is_serving());
}

const Case kCase("tcp_proxy", main_);

}  // namespace
}  // namespace conformance::tcp_proxy
