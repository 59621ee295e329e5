// A little HTTP/1.1: http_server [CERTIFICATE_CHAIN KEY]
// GET / says hello, GET /bytes/N sends N bytes, POST /echo sends its body back; connections are kept alive.
#include "tests/real_peers/serving.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::StreamReader;
using asyncio::StreamWriter;

struct Request {
    std::string method, path;
    std::map<std::string, std::string> headers;  // names in small letters
    Bytes body;

    bool keeps_alive() const {
        const auto connection = headers.find("connection");
        return connection == headers.end() || connection->second != "close";
    }
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// Nothing at the end of the connection.
Coroutine<std::optional<Request>> read_request(StreamReader reader) {
    const Bytes first = co_await reader.readline();
    if (first.empty()) co_return std::nullopt;
    Request request;
    const auto space = first.find(' ');
    request.method = first.substr(0, space);
    request.path = first.substr(space + 1, first.find(' ', space + 1) - space - 1);
    while (true) {
        const Bytes received = co_await reader.readline();
        const std::string line = received.strip();
        if (line.empty()) break;
        const auto colon = line.find(':');
        request.headers[lower(line.substr(0, colon))] = Bytes(line.substr(colon + 1)).strip();
    }
    const auto length = request.headers.find("content-length");
    if (length != request.headers.end())
        request.body = co_await reader.readexactly(std::stol(length->second));
    co_return request;
}

std::string response(int status, const std::string& reason, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) + " " + reason +
           "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

std::string answer(const Request& request) {
    const std::string bytes = "/bytes/";
    if (request.method == "GET" && request.path == "/") return response(200, "OK", "hello\n");
    if (request.method == "GET" && request.path.starts_with(bytes))
        return response(200, "OK", std::string(std::stoul(request.path.substr(bytes.size())), 'x'));
    if (request.method == "POST" && request.path == "/echo") return response(200, "OK", request.body);
    return response(404, "Not Found", "no such page\n");
}

Coroutine<> serve(StreamReader reader, StreamWriter writer) {
    while (true) {
        const std::optional<Request> request = co_await read_request(reader);
        if (!request) break;
        writer.write(answer(*request));
        co_await writer.drain();
        if (!request->keeps_alive()) break;
    }
    writer.close();
}

}  // namespace

int main(int argc, char** argv) {
    asyncio::run(real_peers::serve_until_stopped(serve, real_peers::context_of(argc, argv)));
}
