// A page for every browser: which guest he is, and what he asked for.
#include "scenarios/live/servers.h"

namespace loopscope::scenarios::live {

namespace {

constexpr int kMostHeaders = 100;

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
    return out;
}

std::string page(int number, const std::string& request) {
    const std::string body = "<!doctype html><title>Loopscope</title><h1>You are guest " +
                             std::to_string(number) + "</h1><p>You asked: " + escaped(request) + "</p>\n";
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

asyncio::Coroutine<> answer(Guest guest) {
    const auto request = co_await guest.line();
    if (!request) co_return;
    for (int headers = 0; headers < kMostHeaders; ++headers) {
        const auto header = co_await guest.line();
        if (!header) co_return;
        if (header->empty()) break;
    }
    co_await guest.say(page(guest.number(), *request));
}

}  // namespace

Handler http() { return answer; }

}  // namespace loopscope::scenarios::live
