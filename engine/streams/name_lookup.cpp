#include "engine/streams/name_lookup.h"

#include "engine/base/socket_address.h"
#include "engine/threads/executor.h"

#include <netdb.h>
#include <sys/socket.h>
#include <cerrno>
#include <memory>

namespace asyncio {

namespace {

// An enumerator as Python shows it; a number if it has no name here.
std::string enumerator(const char* type, const char* name, int value) {
    if (!*name) return std::to_string(value);
    return std::string("<") + type + "." + name + ": " + std::to_string(value) + ">";
}

const char* family_name(int family) {
    switch (family) {
        case AF_INET: return "AF_INET";
        case AF_INET6: return "AF_INET6";
        case AF_UNIX: return "AF_UNIX";
        default: return "";
    }
}

const char* type_name_of(int type) {
    switch (type) {
        case SOCK_STREAM: return "SOCK_STREAM";
        case SOCK_DGRAM: return "SOCK_DGRAM";
        case SOCK_RAW: return "SOCK_RAW";
        default: return "";
    }
}

[[noreturn]] void throw_lookup_error(int error) {
    if (error == EAI_SYSTEM) throw_os_error(errno);
    throw gaierror(error, ::gai_strerror(error));
}

// Both run in a thread of the default executor.
std::vector<AddressInfo> ask_addresses(const std::optional<std::string>& host,
                                       const std::optional<std::string>& port,
                                       const AddressInfoOptions& options) {
    addrinfo hints{};
    hints.ai_family = options.family;
    hints.ai_socktype = options.type;
    hints.ai_protocol = options.proto;
    hints.ai_flags = options.flags;
    addrinfo* list = nullptr;
    if (const int error =
            ::getaddrinfo(host ? host->c_str() : nullptr, port ? port->c_str() : nullptr, &hints, &list))
        throw_lookup_error(error);
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, ::freeaddrinfo);
    std::vector<AddressInfo> found;
    for (const addrinfo* each = list; each; each = each->ai_next)
        found.push_back({each->ai_family, each->ai_socktype, each->ai_protocol,
                         each->ai_canonname ? each->ai_canonname : "",
                         detail::SocketAddress(each->ai_addr, each->ai_addrlen).text()});
    return found;
}

std::pair<std::string, std::string> ask_name(const Address& sockaddr, int flags) {
    const auto address = detail::SocketAddress::numeric(sockaddr.host, sockaddr.port);
    if (!address.known()) throw gaierror(EAI_NONAME, ::gai_strerror(EAI_NONAME));
    char host[NI_MAXHOST], service[NI_MAXSERV];
    if (const int error =
            ::getnameinfo(address.get(), address.length(), host, sizeof host, service, sizeof service, flags))
        throw_lookup_error(error);
    return {host, service};
}

}  // namespace

std::string AddressInfo::repr() const {
    return "(" + enumerator("AddressFamily", family_name(family), family) + ", " +
           enumerator("SocketKind", type_name_of(type), type) + ", " + std::to_string(proto) + ", " +
           asyncio::repr(canonname) + ", " + sockaddr.repr() + ")";
}

namespace {

Coroutine<std::vector<AddressInfo>> addresses_of(EventLoop& loop, std::optional<std::string> host,
                                                 std::optional<std::string> port,
                                                 AddressInfoOptions options) {
    co_return co_await loop.run_in_executor(nullptr, named("getaddrinfo", ask_addresses), host, port,
                                            options);
}

Coroutine<std::pair<std::string, std::string>> name_of(EventLoop& loop, Address sockaddr, int flags) {
    co_return co_await loop.run_in_executor(nullptr, named("getnameinfo", ask_name), sockaddr, flags);
}

}  // namespace

Coroutine<std::vector<AddressInfo>> EventLoop::getaddrinfo(std::optional<std::string> host, PortArgument port,
                                                           AddressInfoOptions options) {
    return addresses_of(*this, std::move(host), std::move(port.text), options);
}

Coroutine<std::vector<AddressInfo>> EventLoop::getaddrinfo(std::optional<std::string> host,
                                                           PortArgument port) {
    return getaddrinfo(std::move(host), std::move(port), {});
}

Coroutine<std::pair<std::string, std::string>> EventLoop::getnameinfo(Address sockaddr, int flags) {
    return name_of(*this, std::move(sockaddr), flags);
}

}  // namespace asyncio
