#include "engine/base/repr.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <utility>

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

constexpr std::array<Kind, 256> kKindOf = [] {
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

// What repr() escapes of the characters that are not ASCII: controls, formats, spaces and private use.
struct Range {
    char32_t first, last;
};
constexpr Range kUnprintable[] = {
    {0x80, 0xa0},       {0xad, 0xad},         {0x600, 0x605},     {0x61c, 0x61c},     {0x6dd, 0x6dd},
    {0x70f, 0x70f},     {0x890, 0x891},       {0x8e2, 0x8e2},     {0x1680, 0x1680},   {0x180e, 0x180e},
    {0x2000, 0x200f},   {0x2028, 0x202f},     {0x205f, 0x2064},   {0x2066, 0x206f},   {0x3000, 0x3000},
    {0xe000, 0xf8ff},   {0xfeff, 0xfeff},     {0xfff9, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd},
    {0x13430, 0x1343f}, {0x1bca0, 0x1bca3},   {0x1d173, 0x1d17a}, {0xe0001, 0xe0001}, {0xe0020, 0xe007f},
    {0xf0000, 0xffffd}, {0x100000, 0x10fffd},
};

bool is_printable(char32_t character) {
    const auto range = std::lower_bound(std::begin(kUnprintable), std::end(kUnprintable), character,
                                        [](const Range& each, char32_t c) { return each.last < c; });
    return range == std::end(kUnprintable) || character < range->first;
}

// How many bytes the UTF-8 character has that `text` begins with, and which it is; 1 and 0 for what is none.
std::pair<std::size_t, char32_t> first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : byte(0) >= 0xc0 ? 2 : 1;
    if (length == 1 || length > text.size()) return {1, 0};
    char32_t character = byte(0) & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {1, 0};
        character = character << 6 | (byte(i) & 0x3fu);
    }
    return {length, character};
}

// \xa0, \u200b, \U000e0001.
void append_code(std::string& out, char32_t character) {
    const int digits = character < 0x100 ? 2 : character < 0x10000 ? 4 : 8;
    out += digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U";
    for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) out += kHex[character >> shift & 15];
}

// Runs of what needs no escape are copied at once: recordings quote every byte that streams carry.
std::string quoted(std::string_view text, bool bytes) {
    const char quote = quote_for(text);
    std::string out;
    out.reserve(text.size() + 3);
    if (bytes) out += 'b';
    out += quote;
    const auto is_plain = [](char ch) { return kKindOf[static_cast<unsigned char>(ch)] == Kind::plain; };
    for (auto at = text.begin(); at != text.end();) {
        const auto end = std::find_if_not(at, text.end(), is_plain);
        out.append(at, end);
        at = end;
        if (at == text.end()) break;
        if (bytes || kKindOf[static_cast<unsigned char>(*at)] != Kind::not_ascii) {
            append_escaped(out, *at++, quote);
            continue;
        }
        const auto [length, character] = first_character({at, text.end()});
        if (is_printable(character))
            out.append(at, at + static_cast<std::ptrdiff_t>(length));
        else
            append_code(out, character);
        at += static_cast<std::ptrdiff_t>(length);
    }
    return out += quote;
}

}  // namespace

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
