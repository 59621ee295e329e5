// Where a socket is: what Python shows as (host, port), as (host, port, flow, scope) or as a path.
#pragma once

#include "engine/base/repr.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

namespace asyncio {

// Python's address[0], a text, and address[1], a number.
class AddressPart {
public:
    explicit AddressPart(std::string text) : text_(std::move(text)) {}
    explicit AddressPart(int number) : number_(number) {}
    operator std::string() const { return text_; }
    operator int() const noexcept { return number_; }
    std::string repr() const { return text_.empty() ? std::to_string(number_) : asyncio::repr(text_); }
    std::string str() const { return text_.empty() ? std::to_string(number_) : text_; }
    friend bool operator==(const AddressPart& part, int number) { return part.number_ == number; }
    friend bool operator==(const AddressPart& part, std::string_view text) { return part.text_ == text; }
    friend bool operator==(const AddressPart&, const AddressPart&) = default;

private:
    std::string text_;
    int number_ = 0;
};

struct Address {
    std::string host;                          // of a Unix socket its path, empty if it has no name
    int port = 0;                              // kNoPort: a Unix socket
    std::uint32_t flowinfo = 0, scope_id = 0;  // IPv6 only

    static constexpr int kNoPort = -1, kNobody = -2;

    Address() = default;
    Address(std::string host_, int port_, std::uint32_t flowinfo_ = 0, std::uint32_t scope_id_ = 0)
        : host(std::move(host_)), port(port_), flowinfo(flowinfo_), scope_id(scope_id_) {}
    static Address unix_path(std::string path) { return Address(std::move(path), kNoPort); }
    // Python's None: whom nobody can answer, as the sender that is a Unix socket without a name.
    static Address nobody() { return Address({}, kNobody); }

    bool is_path() const noexcept { return port == kNoPort; }
    bool is_ipv6() const noexcept { return !is_path() && host.find(':') != std::string::npos; }
    // Is there one? Neither None nor the path of a socket without a name.
    explicit operator bool() const noexcept { return port >= 0 || !host.empty(); }
    friend bool operator==(const Address& address, None) { return address.port == kNobody; }
    // The host, the port; `const auto [host, port] = address;`. Throws IndexError, and TypeError for None.
    AddressPart operator[](int index) const;
    // As Python shows it.
    std::string repr() const;
    // A path is shown as it is.
    std::string str() const { return is_path() ? host : repr(); }

    friend bool operator==(const Address&, const Address&) = default;
    // Is it that path?
    friend bool operator==(const Address& address, std::string_view path) {
        return address.is_path() && address.host == path;
    }
};

// `const auto [host, port] = address;`
template <std::size_t I>
const auto& get(const Address& address) noexcept {
    if constexpr (I == 0)
        return address.host;
    else
        return address.port;
}

}  // namespace asyncio

template <>
struct std::tuple_size<asyncio::Address> : std::integral_constant<std::size_t, 2> {};
template <>
struct std::tuple_element<0, asyncio::Address> {
    using type = const std::string;
};
template <>
struct std::tuple_element<1, asyncio::Address> {
    using type = const int;
};
