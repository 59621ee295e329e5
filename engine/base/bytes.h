// Python's bytes, what streams carry; and its str, as far as bytes become one.
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

struct Bytes;
struct Text;

namespace detail {

// An argument. A literal may hold zeros.
class Piece {
public:
    template <std::convertible_to<std::string_view> T>
    Piece(const T& text) noexcept : view_(text) {}
    template <std::size_t N>
    Piece(const char (&literal)[N]) noexcept : view_(literal, N - 1) {}
    template <std::size_t N>
    Piece(char (&buffer)[N]) noexcept : view_(buffer) {}
    operator std::string_view() const noexcept { return view_; }

private:
    std::string_view view_;
};

inline constexpr std::string_view kSpace = " \t\n\r\f\v";

// What bytes and str have in common: a std::string with the methods of Python's, which give a Self again.
// A container of texts of some type.
template <class C>
concept Texts = requires(const C& all) {
    { *all.begin() } -> std::convertible_to<std::string_view>;
    all.end();
}
&&!std::is_convertible_v<const C&, std::string_view>;

template <class Self>
struct StringMethods : std::string {
    StringMethods() = default;
    explicit StringMethods(std::string text) : std::string(std::move(text)) {}
    using std::string::operator=;

    // Those of std::string.
    Self substr(std::size_t begin = 0, std::size_t count = npos) const;
    using std::string::replace;

    Self upper() const;
    Self lower() const;
    // The first letter upper, the others lower: of all, of each word.
    Self capitalize() const;
    Self title() const;
    // Spaces at its right, its left or both, up to `width`; zeros at its left, behind a sign.
    Self ljust(std::size_t width) const;
    Self rjust(std::size_t width) const;
    Self center(std::size_t width) const;
    Self zfill(std::size_t width) const;
    // Without white space (or the given bytes) at both ends, or at one.
    Self strip(Piece what = kSpace) const;
    Self lstrip(Piece what = kSpace) const;
    Self rstrip(Piece what = kSpace) const;
    Self removeprefix(Piece prefix) const;
    Self removesuffix(Piece suffix) const;
    // The parts between white space, or between separators; at most `maxsplit` of them count.
    std::vector<Self> split(std::size_t maxsplit = npos) const;
    std::vector<Self> split(Piece separator, std::size_t maxsplit = npos) const;
    std::vector<Self> splitlines() const;
    // What is before the first (or last) separator, the separator, what is behind it; all of it and twice
    // nothing, or the other way round, if there is none. Throws ValueError for an empty separator.
    std::tuple<Self, Self, Self> partition(Piece separator) const;
    std::tuple<Self, Self, Self> rpartition(Piece separator) const;
    // All `parts`, with this between them.
    Self join(const std::vector<Self>& parts) const;
    template <Texts Parts>
    Self join(const Parts& parts) const {
        std::vector<Self> all;
        for (const std::string_view part : parts) all.push_back(made(part));
        return join(all);
    }
    Self replace(Piece from, Piece to) const;
    // Python's `if data:`.
    explicit operator bool() const noexcept { return !empty(); }
    bool startswith(Piece prefix) const noexcept { return view().starts_with(prefix); }
    bool endswith(Piece suffix) const noexcept { return view().ends_with(suffix); }
    // Python's `part in text`.
    bool contains(Piece part) const noexcept { return view().find(part) != npos; }
    // How often, without overlaps.
    std::size_t count(Piece part) const noexcept;
    // Is it all of such characters, and not empty? Of ASCII, as upper() and lower().
    bool isdigit() const noexcept;
    bool isalpha() const noexcept;
    bool isalnum() const noexcept;
    bool isspace() const noexcept;
    // Has it letters, all of that case?
    bool isupper() const noexcept;
    bool islower() const noexcept;

private:
    std::string_view view() const noexcept { return *this; }
    static Self made(std::string_view text) { return Self(std::string(text)); }
};

}  // namespace detail

// A std::string in all but its repr, b'...': what is made of bytes is bytes, too. Converts from and to text.
struct Bytes : detail::StringMethods<Bytes> {
    Bytes() = default;
    Bytes(std::string text) : StringMethods(std::move(text)) {}
    Bytes(std::string_view text) : StringMethods(std::string(text)) {}
    template <class P>
    requires std::same_as<P, const char*> || std::same_as<P, char*> Bytes(P text)
        : StringMethods(std::string(text)) {}
    template <std::size_t N>
    Bytes(const char (&literal)[N]) : StringMethods(std::string(literal, N - 1)) {}
    template <std::size_t N>
    Bytes(char (&buffer)[N]) : StringMethods(std::string(buffer)) {}
    Bytes(const char* text, std::size_t size) : StringMethods(std::string(text, size)) {}
    Bytes(std::size_t count, char byte) : StringMethods(std::string(count, byte)) {}
    template <std::input_iterator It>
    Bytes(It begin, It end) : StringMethods(std::string(begin, end)) {}

    Text decode(std::string_view encoding = "utf-8") const;
    // Two digits for each byte.
    Text hex() const;
};

// What decode() gives: a std::string that Python's methods can be called on.
struct Text : detail::StringMethods<Text> {
    Text() = default;
    explicit Text(std::string text) : StringMethods(std::move(text)) {}
    using StringMethods::operator=;
    Bytes encode(std::string_view = "utf-8") const { return Bytes(std::string(*this)); }
};

inline Text Bytes::decode(std::string_view) const { return Text(std::string(*this)); }

// Bytes and a text, in either order.
template <class A, class B>
requires(std::is_same_v<std::remove_cvref_t<A>, Bytes> || std::is_same_v<std::remove_cvref_t<B>, Bytes>) &&
    std::convertible_to<const A&, std::string_view>&& std::convertible_to<const B&, std::string_view> Bytes
    operator+(A&& a, B&& b) {
    const detail::Piece first(a), second(b);
    Bytes sum{std::string_view(first)};
    sum += std::string_view(second);
    return sum;
}

// Python's `data * 3`, `3 * data`.
template <class Self>
requires std::is_same_v<Self, Bytes> || std::is_same_v<Self, Text> Self operator*(const Self& text,
                                                                                  int times) {
    Self all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}
template <class Self>
requires std::is_same_v<Self, Bytes> || std::is_same_v<Self, Text> Self operator*(int times,
                                                                                  const Self& text) {
    return text * times;
}

}  // namespace asyncio

template <>
struct std::hash<asyncio::Bytes> : std::hash<std::string> {};
template <>
struct std::hash<asyncio::Text> : std::hash<std::string> {};
