// Python's bytes: what streams carry.
#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

// A std::string in all but its repr, b'...': what is made of bytes is bytes, too. Converts from and to text.
struct Bytes : std::string {
    Bytes() = default;
    Bytes(std::string text) : std::string(std::move(text)) {}
    Bytes(std::string_view text) : std::string(text) {}
    template <class Text>
    requires std::same_as<Text, const char*> || std::same_as<Text, char*> Bytes(Text text)
        : std::string(text) {}
    // A literal may hold zeros.
    template <std::size_t N>
    Bytes(const char (&literal)[N]) : std::string(literal, N - 1) {}
    Bytes(const char* text, std::size_t size) : std::string(text, size) {}
    Bytes(std::size_t count, char byte) : std::string(count, byte) {}
    template <std::input_iterator It>
    Bytes(It begin, It end) : std::string(begin, end) {}

    // Those of std::string.
    Bytes substr(std::size_t begin = 0, std::size_t count = npos) const {
        return Bytes(std::string::substr(begin, count));
    }
    using std::string::replace;

    // Those of Python.
    Bytes upper() const;
    Bytes lower() const;
    // Without white space (or the given bytes) at both ends, or at one.
    Bytes strip(std::string_view what = " \t\n\r\f\v") const;
    Bytes lstrip(std::string_view what = " \t\n\r\f\v") const;
    Bytes rstrip(std::string_view what = " \t\n\r\f\v") const;
    Bytes removeprefix(const Bytes& prefix) const;
    Bytes removesuffix(const Bytes& suffix) const;
    // The parts between white space, or between separators; at most `maxsplit` of them count.
    std::vector<Bytes> split(std::size_t maxsplit = npos) const;
    std::vector<Bytes> split(const Bytes& separator, std::size_t maxsplit = npos) const;
    std::vector<Bytes> splitlines() const;
    // All `parts`, with this between them.
    Bytes join(const std::vector<Bytes>& parts) const;
    Bytes replace(const Bytes& from, const Bytes& to) const;
    bool startswith(const Bytes& prefix) const noexcept { return starts_with(std::string_view(prefix)); }
    bool endswith(const Bytes& suffix) const noexcept { return ends_with(std::string_view(suffix)); }
    // Python's `part in bytes`.
    bool contains(const Bytes& part) const noexcept { return find(part) != npos; }
    std::string decode(std::string_view = "utf-8") const { return *this; }
};

namespace detail {
inline std::string_view view_of(std::string_view text) noexcept { return text; }
template <std::size_t N>
std::string_view view_of(const char (&literal)[N]) noexcept {
    return {literal, N - 1};
}
}  // namespace detail

// Bytes and a text, in either order.
template <class A, class B>
requires(std::is_same_v<std::remove_cvref_t<A>, Bytes> || std::is_same_v<std::remove_cvref_t<B>, Bytes>)
&&std::convertible_to<const A&, std::string_view>&& std::convertible_to<const B&, std::string_view> Bytes
operator+(A&& a, B&& b) {
    Bytes sum(detail::view_of(a));
    sum += detail::view_of(b);
    return sum;
}

}  // namespace asyncio
