// A protocol of bytes: frames with zeros in them, headers, lines that are taken apart and put together.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <map>
#include <string>
#include <vector>

namespace conformance::tcp_messages_of_bytes {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::StreamReader;
using asyncio::StreamWriter;

Coroutine<> answer(StreamReader reader, StreamWriter writer) {
    while (!reader.at_eof()) {
        Bytes head, body;
        try {
            head = co_await reader.readexactly(4);
            body = co_await reader.readuntil("\0\n");
        } catch (const asyncio::IncompleteReadError& error) {
            log("server", err(error), error.partial());
            break;
        }
        log("server", head, body, body.substr(0, body.size() - 2));
        const auto reply =
            head.substr(2) + head.substr(0, 2) + "<" + body.removesuffix("\0\n").upper() + ">\0\n";
        log("reply", reply);
        writer.write(reply);
        co_await writer.drain();
    }
    writer.write("key: one\r\nother: two: three\r\n\r\nrest");
    writer.close();
    co_await writer.wait_closed();
}

Coroutine<> main_() {
    auto server = co_await asyncio::start_server(answer, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    for (int number = 0; number < 2; ++number) {
        const auto message =
            Bytes("\x07\x00\x02") + std::to_string(number) + "body " + std::to_string(number);
        writer.write(message);
        writer.write("\0\n");
        const auto got = co_await reader.readuntil("\0\n");
        log("client", got, got.size(), got.endswith(">\0\n"), got.contains("BODY"));
    }
    writer.write("abc");
    writer.write_eof();
    std::map<Bytes, Bytes> headers;
    while (true) {
        const auto line = co_await reader.readline();
        if (line == "\r\n") break;
        const auto parts = line.strip().split(": ", 1);
        if (parts.size() < 2) throw asyncio::ValueError("not enough values to unpack (expected 2, got 1)");
        headers[parts[0]] = parts[1];
    }
    std::vector<Bytes> values;
    for (const auto& [name, value] : headers) values.push_back(value);
    log(headers, Bytes("; ").join(values));
    const auto rest = co_await reader.read();
    log(rest, rest + "!", "(" + rest.replace("r", "b") + ")", "text " + rest.decode().strip().upper(),
        rest.decode().split("s"));
    writer.close();
    co_await writer.wait_closed();
    server.close();
    co_await server.wait_closed();
}

const Case kCase("tcp_messages_of_bytes", main_);

}  // namespace
}  // namespace conformance::tcp_messages_of_bytes
