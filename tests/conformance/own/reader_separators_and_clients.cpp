// Readers with limits and several separators, clients closed and aborted by the server, writers of what is
// over.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::reader_separators_and_clients {
namespace {

using namespace asyncio;

Coroutine<> readers() {
    StreamReader reader(8);
    reader.feed_data("ab;cd\nef--gh");
    auto one = co_await reader.readuntil({";", "--"});
    auto two = co_await reader.readuntil({"--", "\n"});
    log(one, two);
    auto none = co_await reader.readexactly(0);
    log(reader, none.size());
    try {
        co_await reader.readuntil(std::vector<Bytes>{});
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    try {
        co_await reader.readuntil("a", "");
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    log(co_await reader.readuntil("f--", "ef-", "f-"));
    reader.feed_data("0123456789");
    try {
        co_await reader.readuntil("9", "xyz");
    } catch (const LimitOverrunError& exc) {
        log(err(exc), exc.consumed());
    }
    log(co_await reader.read(4));
    reader.feed_eof();
    try {
        co_await reader.readuntil("!", "?");
    } catch (const LimitOverrunError& exc) {
        log(err(exc), exc.consumed());
    }
    log(co_await reader.readexactly(3));
    try {
        co_await reader.readuntil("!", "?");
    } catch (const IncompleteReadError& exc) {
        log(err(exc), exc.partial(), exc.expected());
    }
    try {
        co_await reader.readexactly(2);
    } catch (const IncompleteReadError& exc) {
        log(err(exc), exc.partial(), exc.expected());
    }
    auto rest = co_await reader.read();
    auto line = co_await reader.readline();
    log(rest, reader.at_eof(), line);
    try {
        co_await reader.readexactly(-1);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    try {
        reader.feed_data("x");
    } catch (const AssertionError& exc) {
        log(err(exc));
    }
    try {
        StreamReader(0);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
}

Coroutine<> handler(StreamReader reader, StreamWriter writer) {
    std::exception_ptr error;
    try {
        while (true) {
            auto line = co_await reader.readline();
            if (line.empty()) break;
            writer.write(line.upper());
            co_await writer.drain();
        }
    } catch (const ConnectionError& exc) {
        log("handler", err(exc));
    } catch (...) {
        error = std::current_exception();
    }
    log("handler ends", writer.is_closing());
    writer.close();
    if (error) std::rethrow_exception(error);
}

Coroutine<> servers(std::string how) {
    auto server = co_await start_server(handler, "127.0.0.1", 0);
    auto [host, port] = server.sockets()[0].getsockname();
    std::vector<std::pair<StreamReader, StreamWriter>> clients;
    for (int i = 0; i < 2; ++i) clients.push_back(co_await open_connection(host, port));
    for (auto& [reader, writer] : clients) {
        writer.write("hello\n");
        log(co_await reader.readline());
    }
    clients[1].second.write("half");
    co_await asyncio::sleep(0.1);
    server.close();
    log(how, server.is_serving(), server.sockets());
    if (how == "close_clients")
        server.close_clients();
    else
        server.abort_clients();
    for (auto& [reader, writer] : clients) {
        try {
            log(co_await reader.read());
        } catch (const ConnectionError& exc) {
            log(exc.type_name());
        }
    }
    co_await async_with(timeout(5), [&]() -> Coroutine<> { co_await server.wait_closed(); });
    log("closed");
    for (auto& [reader, writer] : clients) {
        writer.close();
        try {
            co_await writer.wait_closed();
        } catch (const ConnectionError& exc) {
            log("client", exc.type_name());
        }
        writer.write("late");
        log(writer.is_closing());
        try {
            co_await writer.drain();
        } catch (const ConnectionError& exc) {
            log("drain", err(exc));
        }
    }
}

Coroutine<> main_() {
    co_await readers();
    co_await servers("close_clients");
    co_await servers("abort_clients");
}

const Case kCase("reader_separators_and_clients", main_);

}  // namespace
}  // namespace conformance::reader_separators_and_clients
