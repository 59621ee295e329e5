#include "engine/repr.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace asyncio {

namespace {

constexpr char kHex[] = "0123456789abcdef";

// Python prefers ' and takes " only if the text has a ' and no ".
char quote_for(std::string_view text) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const bool has_double = text.find('"') != std::string_view::npos;
    return has_single && !has_double ? '"' : '\'';
}

enum class Kind : unsigned char { plain, escaped, not_ascii };

constexpr std::array<Kind, 256> kKinds = [] {
    std::array<Kind, 256> kinds{};
    for (std::size_t i = 0; i < kinds.size(); ++i)
        kinds[i] = i >= 0x80 ? Kind::not_ascii : i < 0x20 || i == 0x7f ? Kind::escaped : Kind::plain;
    for (const char ch : {'\'', '"', '\\'}) kinds[static_cast<unsigned char>(ch)] = Kind::escaped;
    return kinds;
}();

void append_escaped(std::string& out, char ch, char quote) {
    const auto byte = static_cast<unsigned char>(ch);
    switch (ch) {
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        case '\\': out += "\\\\"; return;
        case '\'':
        case '"':
            if (ch == quote) out += '\\';
            out += ch;
            return;
        default: ((out += "\\x") += kHex[byte >> 4]) += kHex[byte & 15];
    }
}

// Runs of what needs no escape are copied at once: recordings quote every byte that streams carry.
std::string quoted(std::string_view text, bool bytes) {
    const char quote = quote_for(text);
    std::string out;
    out.reserve(text.size() + 3);
    if (bytes) out += 'b';
    out += quote;
    const auto is_plain = [bytes](char ch) {
        const Kind kind = kKinds[static_cast<unsigned char>(ch)];
        return kind == Kind::plain || (kind == Kind::not_ascii && !bytes);
    };
    for (auto at = text.begin(); at != text.end();) {
        const auto end = std::find_if_not(at, text.end(), is_plain);
        out.append(at, end);
        at = end;
        if (at != text.end()) append_escaped(out, *at++, quote);
    }
    return out += quote;
}

bool is_upper_source(char ch) { return ch >= 'a' && ch <= 'z'; }

}  // namespace

Bytes Bytes::upper() const {
    Bytes out = *this;
    for (char& ch : out)
        if (is_upper_source(ch)) ch = static_cast<char>(ch - 'a' + 'A');
    return out;
}

Bytes Bytes::lower() const {
    Bytes out = *this;
    for (char& ch : out)
        if (ch >= 'A' && ch <= 'Z') ch = static_cast<char>(ch - 'A' + 'a');
    return out;
}

Bytes Bytes::strip(std::string_view what) const { return lstrip(what).rstrip(what); }

Bytes Bytes::lstrip(std::string_view what) const {
    const auto first = find_first_not_of(what);
    return first == npos ? Bytes() : Bytes(substr(first));
}

Bytes Bytes::rstrip(std::string_view what) const { return Bytes(substr(0, find_last_not_of(what) + 1)); }

std::vector<Bytes> Bytes::split() const {
    constexpr std::string_view kSpace = " \t\n\r\f\v";
    std::vector<Bytes> parts;
    for (auto begin = find_first_not_of(kSpace); begin != npos;) {
        const auto end = find_first_of(kSpace, begin);
        parts.emplace_back(substr(begin, end - begin));
        begin = find_first_not_of(kSpace, end);
    }
    return parts;
}

std::vector<Bytes> Bytes::split(std::string_view separator) const {
    std::vector<Bytes> parts;
    std::size_t begin = 0;
    for (auto end = find(separator); end != npos; end = find(separator, begin)) {
        parts.emplace_back(substr(begin, end - begin));
        begin = end + separator.size();
    }
    parts.emplace_back(substr(begin));
    return parts;
}

std::string repr(std::string_view text) { return quoted(text, false); }
std::string repr(const Bytes& bytes) { return quoted(bytes, true); }

// Shortest text that reads back the same, with an exponent from 1e16 up and below 1e-4 (float.__repr__).
std::string repr(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    char buffer[40];
    const double magnitude = std::fabs(number);
    const bool scientific = magnitude != 0 && (magnitude >= 1e16 || magnitude < 1e-4);
    const auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
    std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, number, format).ptr);
    if (!scientific && text.find('.') == std::string::npos) text += ".0";
    return text;
}

std::string fixed(double number, int decimals) {
    char buffer[400];
    return {buffer,
            std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed, decimals).ptr};
}

}  // namespace asyncio
