// Methods of protocols that raise in a callback of the transport: how the exception handler is told of the
// callback.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <string>

namespace conformance::protocol_raising_in_callbacks {
namespace {

using namespace asyncio;

class Stream : public Protocol {
public:
    void connection_made(Transport transport) override { transport_ = transport; }
    void connection_lost(std::exception_ptr) override { throw ValueError("lost"); }

private:
    Transport transport_;
};

class Datagram : public DatagramProtocol {
public:
    void datagram_received(Bytes data, Address) override { throw ValueError(data.decode()); }
    void error_received(std::exception_ptr) override { throw ValueError("error"); }
    void connection_lost(std::exception_ptr) override { throw ValueError("lost"); }
};

class Reads : public Protocol {
public:
    void data_received(Bytes data) override { throw ValueError(data.decode()); }
    void connection_lost(std::exception_ptr) override { throw ValueError("no reader"); }
};

class Writes : public Protocol {
public:
    void connection_lost(std::exception_ptr) override { throw ValueError("no writer"); }
};

void handler(EventLoop&, const ExceptionContext& context) {
    log(context.message, err(context.exception), context.keys());
}

Coroutine<> streams() {
    auto& loop = get_running_loop();
    auto server = co_await loop.create_server(make_protocol<Stream>, "127.0.0.1", 0);
    const auto [host, port] = server.sockets()[0].getsockname();
    const auto [transport, _] = co_await loop.create_connection(make_protocol<Stream>, host, port);
    co_await sleep(1);
    transport.close();
    co_await sleep(1);
    log(Text(transport.repr()).contains("closed"));
    server.close();
    co_await server.wait_closed();
}

Coroutine<> datagrams() {
    auto& loop = get_running_loop();
    const auto [one, _] =
        co_await loop.create_datagram_endpoint(make_protocol<Datagram>, {.local_addr = {"127.0.0.1", 0}});
    const auto [two, __] = co_await loop.create_datagram_endpoint(
        make_protocol<Datagram>, {.remote_addr = one.get_extra_info("sockname")});
    two.sendto("datagram");
    co_await sleep(1);
    one.close();
    co_await sleep(1);
    two.sendto("refused");
    co_await sleep(1);
    two.close();
    co_await sleep(1);
}

Coroutine<> pipes() {
    auto& loop = get_running_loop();
    const auto [reading, writing] = make_pipe();
    const auto [reader, _] = co_await loop.connect_read_pipe(make_protocol<Reads>, reading);
    const auto [writer, __] = co_await loop.connect_write_pipe(make_protocol<Writes>, writing);
    writer.write("first");
    co_await sleep(1);
    writer.write("second");
    co_await sleep(1);
    writer.close();
    co_await sleep(1);
    log(reader.is_closing(), Text(reader.repr()).contains("closed"), Text(writer.repr()).contains("closed"));
}

Coroutine<> executor() {
    auto& loop = get_running_loop();
    const auto future = loop.run_in_executor(nullptr, time::sleep, 1);
    future.set_result(None());
    co_await sleep(2);
    log(None());
}

Coroutine<> main_() {
    get_running_loop().set_exception_handler(handler);
    co_await streams();
    co_await datagrams();
    co_await pipes();
    co_await executor();
}

const Case kCase("protocol_raising_in_callbacks", main_);

}  // namespace
}  // namespace conformance::protocol_raising_in_callbacks
