#include "engine/streams/resolve.h"

#include "engine/base/errors.h"
#include "engine/threads/executor.h"

#include <netdb.h>
#include <sys/socket.h>
#include <memory>
#include <string_view>

namespace asyncio::detail {

namespace {

constexpr std::string_view kLocalhost = "localhost";

bool is_port(int number) { return number >= 0 && number <= 65535; }

// What is known without asking anybody; empty if it must be looked up.
std::vector<SocketAddress> known_addresses(const std::string& host, int port, int family) {
    std::vector<std::string> numeric = {host};
    if (host == kLocalhost) numeric = {family == AF_INET6 ? "::1" : "127.0.0.1"};
    if (host.empty()) numeric = {"0.0.0.0", "::"};
    if (!is_port(port)) port = 0;  // as in Python, binding or connecting will complain
    std::vector<SocketAddress> found;
    for (const std::string& each : numeric) {
        const SocketAddress address = SocketAddress::numeric(each, port);
        if (address.known() && (family == AF_UNSPEC || family == address.family())) found.push_back(address);
    }
    return found;
}

std::vector<SocketAddress> look_up(const std::string& host, int port, int family) {
    addrinfo hints{};
    hints.ai_family = family;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list))
        throw gaierror(error, ::gai_strerror(error));
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, ::freeaddrinfo);
    std::vector<SocketAddress> found;
    for (const addrinfo* each = list; each; each = each->ai_next)
        found.emplace_back(each->ai_addr, each->ai_addrlen);
    return found;
}

}  // namespace

void check_port(int port, const char* function) {
    if (!is_port(port)) throw OverflowError(std::string(function) + "(): port must be 0-65535.");
}

Coroutine<std::vector<SocketAddress>> resolve(EventLoop& loop, std::string host, int port, int family) {
    const bool is_name = host.empty() || host == kLocalhost;
    std::vector<SocketAddress> known = known_addresses(host, port, family);
    if (!known.empty() && !is_name) co_return known;
    // In a thread even where the answer is known: CPython does, and that takes its turns.
    auto* const ask = known.empty() ? look_up : known_addresses;
    co_return co_await loop.run_in_executor(nullptr, named("getaddrinfo", ask), host, port, family);
}

}  // namespace asyncio::detail
