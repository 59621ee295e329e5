// From host names to addresses and back: loop.getaddrinfo() and loop.getnameinfo().
#pragma once

#include "engine/base/address.h"
#include "engine/loop/event_loop.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncio {

// One entry of what getaddrinfo() gives: Python's tuple.
struct AddressInfo {
    int family = 0, type = 0, proto = 0;
    std::string canonname;
    Address sockaddr;
    std::string repr() const;
};

// Numbers of <netdb.h> and <sys/socket.h>; 0: any.
struct AddressInfoOptions {
    int family = 0, type = 0, proto = 0, flags = 0;
};

// A port by number or by the name of its service; none by default.
struct PortArgument {
    PortArgument() = default;
    PortArgument(std::nullopt_t) {}
    PortArgument(int number) : text(std::to_string(number)) {}
    PortArgument(std::string_view service) : text(service) {}
    PortArgument(const char* service) : text(service) {}
    std::optional<std::string> text;
};

}  // namespace asyncio
