// Ways to end a server: close, close_clients, abort_clients, as a context, during serve_forever, twice.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_server_closing_ways {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::Server;
using asyncio::sleep;

Coroutine<> echo(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    std::exception_ptr error;
    try {
        while (true) {
            const asyncio::Bytes data = co_await reader.readline();
            if (data.empty()) break;
            writer.write(data);
            co_await writer.drain();
        }
        log("handler: end of stream");
    } catch (const asyncio::CancelledError& exc) {
        log("handler:", err(exc));
        error = std::current_exception();
    } catch (const asyncio::ConnectionError& exc) {
        log("handler:", err(exc).substr(0, 20));
    } catch (...) {
        error = std::current_exception();
    }
    writer.close();
    log("handler: closed");
    if (error) std::rethrow_exception(error);
}

Coroutine<std::pair<Server, int>> start(asyncio::ServerOptions options = {}) {
    auto server = co_await asyncio::start_server(echo, "127.0.0.1", 0, options);
    const int port = server.sockets()[0].getsockname().port;
    co_return std::pair(server, port);
}

Coroutine<> client(int port, asyncio::Bytes line) {
    auto [reader, writer] = co_await asyncio::open_connection("127.0.0.1", port);
    try {
        writer.write(line);
        log("client", co_await reader.readline());
        log("client reads", co_await reader.read());
    } catch (const asyncio::ConnectionResetError&) {
        log("client: reset");
    }
    writer.close();
    try {
        co_await writer.wait_closed();
        log("client: closed");
    } catch (const asyncio::ConnectionResetError&) {
        log("client: closed by reset");
    }
}

Coroutine<> close_and_wait() {
    auto [server, port] = co_await start();
    const auto task = create_task(client(port, "one\n"), {.name = "C1"});
    co_await sleep(1);
    server.close();
    server.close();
    log("serving", server.is_serving(), server.sockets());
    const auto waiter = create_task(server.wait_closed(), {.name = "W1"});
    co_await sleep(1);
    log("waiter", outcome(waiter));
    server.close_clients();
    co_await waiter;
    co_await task;
    co_await server.wait_closed();
}

Coroutine<> abort() {
    auto [server, port] = co_await start();
    const auto task = create_task(client(port, "two\n"), {.name = "C2"});
    co_await sleep(1);
    server.abort_clients();
    co_await sleep(1);
    log("still serving", server.is_serving());
    co_await task;
    server.close();
    co_await server.wait_closed();
}

Coroutine<> context() {
    auto [server, port] = co_await start();
    const auto task = create_task(client(port, "three\n"), {.name = "C3"});
    co_await asyncio::async_with(server, [&it = server]() -> Coroutine<> {
        co_await sleep(1);
        log("body ends");
        asyncio::get_running_loop().call_later(1, asyncio::named("", [it] { it.close_clients(); }));
    });
    log("context ended", server.is_serving());
    co_await task;
}

Coroutine<> forever() {
    auto [server, port] = co_await start({.start_serving = false});
    log("serving", server.is_serving());
    const auto task = create_task(server.serve_forever(), {.name = "F"});
    co_await sleep(0);
    log("serving", server.is_serving());
    try {
        co_await server.serve_forever();
    } catch (const asyncio::RuntimeError& exc) {
        const std::string text = err(exc);
        log(text.substr(text.size() - 40));
    }
    const auto connected = create_task(client(port, "four\n"), {.name = "C4"});
    co_await sleep(1);
    task.cancel("enough");
    co_await asyncio::wait(task);
    log(outcome(task));
    co_await connected;
    try {
        co_await server.serve_forever();
    } catch (const asyncio::RuntimeError& exc) {
        const std::string text = err(exc);
        log(text.substr(text.size() - 9));
    }
    try {
        co_await server.start_serving();
    } catch (const asyncio::Exception& exc) {
        log(err(exc));
    }
}

Coroutine<> closed_while_forever() {
    auto [server, port] = co_await start();
    const auto task = create_task(server.serve_forever(), {.name = "G"});
    co_await sleep(1);
    server.close();
    co_await asyncio::wait(task);
    log(outcome(task), task.cancelling());
}

Coroutine<> main_() {
    log("close_and_wait");
    co_await close_and_wait();
    log("abort");
    co_await abort();
    log("context");
    co_await context();
    log("forever");
    co_await forever();
    log("closed_while_forever");
    co_await closed_while_forever();
}

const Case kCase("tcp_server_closing_ways", main_);

}  // namespace
}  // namespace conformance::tcp_server_closing_ways
