// Streams: overruns of the limit, several separators, half close, clients that are closed and aborted.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::streams_in_trouble {
namespace {

using namespace asyncio;

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, co_await or_none(std::move(awaitable)));
    } catch (const LimitOverrunError& exc) {
        log(what, err(exc), exc.consumed());
    } catch (const IncompleteReadError& exc) {
        log(what, err(exc), exc.partial());
    } catch (const Exception& exc) {
        log(what, err(exc), None());
    }
}

Coroutine<> serve(StreamReader reader, StreamWriter writer) {
    log("served", current_task().get_name());
    std::exception_ptr error;
    try {
        co_await attempt("line", reader.readline());
        co_await attempt("long line", reader.readline());
        co_await attempt("rest", reader.readline());
        co_await attempt("until", reader.readuntil(";", "\r\n"));
        co_await attempt("until again", reader.readuntil("\r\n", ";"));
        co_await attempt("too far", reader.readuntil("#"));
        co_await attempt("exactly", reader.readexactly(20));
        co_await attempt("two at once", wait_for(reader.read(1), 0.5));
        co_await attempt("more than there is", reader.readexactly(100));
        bool eof = reader.at_eof();
        Bytes rest = co_await reader.read(), nothing = co_await reader.read(5);
        log(eof, rest, nothing);
        writer.writelines({"one\n", "two\n"});
        co_await writer.drain();
        writer.write_eof();
        log("closing", writer.is_closing(), writer.can_write_eof());
    } catch (...) {
        error = std::current_exception();
        log("handler", err(error));
    }
    writer.close();
    if (error) std::rethrow_exception(error);
    try {
        co_await writer.wait_closed();
        log("server side closed");
    } catch (const ConnectionError& exc) {
        log("server side", err(exc));
    }
}

Coroutine<> idle(StreamReader reader, StreamWriter writer) {
    try {
        log("idle read", co_await reader.read(10));
    } catch (const ConnectionError& exc) {
        log("idle", err(exc));
    } catch (const CancelledError&) {
        log("idle cancelled");
        throw;
    }
    writer.close();
}

Coroutine<> main_() {
    auto server = co_await start_server(serve, "127.0.0.1", 0, {.limit = 16});
    auto address = server.sockets()[0].getsockname();
    auto [reader, writer] = co_await open_connection(address.host, address.port, {.limit = 8});
    writer.write("short\n" + std::string(30, 'x') + "\nab\nc;d\r\n" + std::string(40, 'y'));
    co_await sleep(1);
    writer.write("z");
    co_await sleep(1);
    writer.write_eof();
    co_await attempt("client line", reader.readline());
    co_await attempt("client at eof", reader.read());
    writer.close();
    co_await writer.wait_closed();
    log(writer.is_closing(), reader.at_eof());
    server.close();
    co_await server.wait_closed();
    for (std::string end : {"close_clients", "abort_clients"}) {
        server = co_await start_server(idle, "127.0.0.1", 0);
        address = server.sockets()[0].getsockname();
        std::vector<std::pair<StreamReader, StreamWriter>> clients;
        for (int i = 0; i < 4; i++) clients.push_back(co_await open_connection(address.host, address.port));
        co_await sleep(1);
        if (end == "close_clients")
            server.close_clients();
        else
            server.abort_clients();
        for (auto& [r, w] : clients) co_await attempt(end, r.read());
        server.close();
        co_await wait_for(server.wait_closed(), 5);
        log(end, server.is_serving(), server.sockets());
        for (auto& [r, w] : clients) {
            w.close();
            co_await attempt("closed", w.wait_closed());
        }
    }
    try {
        co_await open_connection(address.host, address.port);
    } catch (const ConnectionRefusedError& exc) {
        log("refused", exc.error_number(), exc.strerror().substr(0, exc.strerror().find(" (")));
    }
}

const Case kCase("streams_in_trouble", main_);

}  // namespace
}  // namespace conformance::streams_in_trouble
