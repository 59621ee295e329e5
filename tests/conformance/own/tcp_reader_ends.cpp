// TCP streams at their ends: separators across packets, limits overrun, EOF in the middle, half-closed,
// reset, and after it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_reader_ends {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::sleep;
using asyncio::StreamReader;
using asyncio::StreamWriter;

template <class T>
Coroutine<> attempt(std::string name, Coroutine<T> awaitable) {
    try {
        log(name, co_await or_none(std::move(awaitable)));
    } catch (const asyncio::IncompleteReadError& exc) {
        log(name, exc.repr(), exc.partial(), exc.expected());
    } catch (const asyncio::LimitOverrunError& exc) {
        log(name, exc.repr(), exc.consumed());
    } catch (const asyncio::Exception& exc) {
        log(name, err(exc));
    }
}

Coroutine<> write(StreamWriter writer, Bytes data) {
    writer.write(data);
    co_await writer.drain();
}

Coroutine<> feeder(StreamReader reader, StreamWriter writer) {
    for (const Bytes& part : {Bytes("one\r"), Bytes("\ntwo;th"), Bytes("ree\n" + std::string(40, 'x')),
                              Bytes("\ny"), Bytes("yy;rest")}) {
        writer.write(part);
        co_await writer.drain();
        co_await sleep(1);
    }
    writer.write_eof();
    log("feeder", writer.can_write_eof(), writer.is_closing());
    co_await attempt("write after eof", write(writer, "more"));
    log("feeder read", co_await reader.read());
    writer.close();
    co_await writer.wait_closed();
    log("feeder closed");
}

Coroutine<> reads(int port) {
    auto [reader, writer] = co_await asyncio::open_connection("127.0.0.1", port, {.limit = 16});
    co_await attempt("until crlf", reader.readuntil("\r\n"));
    co_await attempt("until either", reader.readuntil("\n", ";"));
    co_await attempt("line", reader.readline());
    co_await attempt("overrun", reader.readuntil("\n"));
    co_await attempt("exactly", reader.readexactly(30));
    co_await attempt("line", reader.readline());
    co_await attempt("nothing", reader.readexactly(0));
    co_await attempt("read nothing", reader.read(0));
    co_await attempt("some", reader.read(2));
    co_await attempt("until", reader.readuntil(";"));
    co_await attempt("exactly", reader.readexactly(10));
    log(reader.at_eof());
    co_await attempt("line", reader.readline());
    co_await attempt("until", reader.readuntil("!"));
    co_await attempt("read", reader.read());
    for (const int size : {-1, 3}) co_await attempt("exactly", reader.readexactly(size));
    writer.write("answer");
    writer.close();
    co_await writer.wait_closed();
    log("reader closed");
    co_await attempt("write after close", write(writer, "x"));
    co_await attempt("read after close", reader.read());
}

Coroutine<> resets(StreamReader reader, StreamWriter writer) {
    co_await reader.readexactly(1);
    writer.transport().abort();
    log("aborted", writer.is_closing(), writer.transport().is_closing());
    co_await attempt("server wait_closed", writer.wait_closed());
}

Coroutine<> meets_reset(int port) {
    auto [reader, writer] = co_await asyncio::open_connection("127.0.0.1", port);
    writer.write("x");
    co_await attempt("read", reader.read(10));
    co_await sleep(1);
    log(reader.at_eof(), writer.is_closing(), asyncio::repr(reader.exception()));
    co_await attempt("line", reader.readline());
    for (int i = 0; i < 3; ++i) {
        co_await attempt("write", write(writer, "yyyyyyyyyy"));
        co_await sleep(1);
    }
    writer.close();
    co_await attempt("wait_closed", writer.wait_closed());
    co_await attempt("drain", writer.drain());
}

template <class Handler, class Client>
Coroutine<> serve(Handler handler, Client client) {
    const auto server = co_await asyncio::start_server(handler, "127.0.0.1", 0);
    co_await asyncio::async_with(server, [&]() -> Coroutine<> {
        co_await client(server.sockets()[0].getsockname().port);
        co_await sleep(1);
    });
    log("server over");
}

Coroutine<> main_() {
    co_await serve(feeder, reads);
    co_await serve(resets, meets_reset);
}

const Case kCase("tcp_reader_ends", main_);

}  // namespace
}  // namespace conformance::tcp_reader_ends
