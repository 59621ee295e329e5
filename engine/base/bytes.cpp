#include "engine/base/bytes.h"

#include "engine/base/errors.h"

#include <algorithm>

namespace asyncio::detail {

namespace {
std::string_view not_empty(std::string_view separator) {
    if (separator.empty()) throw ValueError("empty separator");
    return separator;
}

bool is_lower(char ch) noexcept { return ch >= 'a' && ch <= 'z'; }
bool is_upper(char ch) noexcept { return ch >= 'A' && ch <= 'Z'; }
bool is_letter(char ch) noexcept { return is_lower(ch) || is_upper(ch); }
bool is_digit(char ch) noexcept { return ch >= '0' && ch <= '9'; }
char to_lower(char ch) noexcept { return is_upper(ch) ? static_cast<char>(ch - 'A' + 'a') : ch; }
char to_upper(char ch) noexcept { return is_lower(ch) ? static_cast<char>(ch - 'a' + 'A') : ch; }

template <class Is>
bool all_of(std::string_view text, Is is) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), is);
}
}  // namespace

template <class Self>
Self StringMethods<Self>::substr(std::size_t begin, std::size_t count) const {
    return Self(std::string::substr(begin, count));
}

template <class Self>
Self StringMethods<Self>::upper() const {
    Self out = made(*this);
    for (char& ch : out) ch = to_upper(ch);
    return out;
}

template <class Self>
Self StringMethods<Self>::lower() const {
    Self out = made(*this);
    for (char& ch : out) ch = to_lower(ch);
    return out;
}

template <class Self>
Self StringMethods<Self>::capitalize() const {
    Self out = lower();
    if (!out.empty()) out.front() = to_upper(out.front());
    return out;
}

template <class Self>
Self StringMethods<Self>::title() const {
    Self out = lower();
    bool within = false;
    for (char& ch : out) {
        if (!within) ch = to_upper(ch);
        within = is_letter(ch);
    }
    return out;
}

template <class Self>
Self StringMethods<Self>::ljust(std::size_t width) const {
    Self out = made(*this);
    if (width > size()) out.append(width - size(), ' ');
    return out;
}

template <class Self>
Self StringMethods<Self>::rjust(std::size_t width) const {
    Self out = made(*this);
    if (width > size()) out.insert(0, width - size(), ' ');
    return out;
}

// Where the spaces are odd the one more is at the left, but for an even width.
template <class Self>
Self StringMethods<Self>::center(std::size_t width) const {
    if (width <= size()) return made(*this);
    const std::size_t spaces = width - size();
    return rjust(size() + spaces / 2 + (spaces & width & 1)).ljust(width);
}

template <class Self>
Self StringMethods<Self>::zfill(std::size_t width) const {
    Self out = made(*this);
    const bool is_signed = starts_with('+') || starts_with('-');
    if (width > size()) out.insert(is_signed ? 1 : 0, width - size(), '0');
    return out;
}

template <class Self>
std::size_t StringMethods<Self>::count(Piece part) const noexcept {
    const std::string_view wanted = part;
    if (wanted.empty()) return size() + 1;
    std::size_t times = 0;
    for (auto at = find(wanted); at != npos; at = find(wanted, at + wanted.size())) ++times;
    return times;
}

template <class Self>
bool StringMethods<Self>::isdigit() const noexcept {
    return all_of(*this, is_digit);
}

template <class Self>
bool StringMethods<Self>::isalpha() const noexcept {
    return all_of(*this, is_letter);
}

template <class Self>
bool StringMethods<Self>::isalnum() const noexcept {
    return all_of(*this, [](char ch) { return is_letter(ch) || is_digit(ch); });
}

template <class Self>
bool StringMethods<Self>::isspace() const noexcept {
    return !empty() && find_first_not_of(kSpace) == npos;
}

template <class Self>
bool StringMethods<Self>::isupper() const noexcept {
    return std::any_of(begin(), end(), is_upper) && std::none_of(begin(), end(), is_lower);
}

template <class Self>
bool StringMethods<Self>::islower() const noexcept {
    return std::any_of(begin(), end(), is_lower) && std::none_of(begin(), end(), is_upper);
}

template <class Self>
Self StringMethods<Self>::strip(Piece what) const {
    return lstrip(what).rstrip(what);
}

template <class Self>
Self StringMethods<Self>::lstrip(Piece what) const {
    const auto first = view().find_first_not_of(what);
    return first == npos ? Self() : substr(first);
}

template <class Self>
Self StringMethods<Self>::rstrip(Piece what) const {
    return substr(0, view().find_last_not_of(what) + 1);
}

template <class Self>
Self StringMethods<Self>::removeprefix(Piece prefix) const {
    return startswith(prefix) ? substr(std::string_view(prefix).size()) : made(*this);
}

template <class Self>
Self StringMethods<Self>::removesuffix(Piece suffix) const {
    return endswith(suffix) ? substr(0, size() - std::string_view(suffix).size()) : made(*this);
}

template <class Self>
std::vector<Self> StringMethods<Self>::split(std::size_t maxsplit) const {
    std::vector<Self> parts;
    for (auto begin = find_first_not_of(kSpace); begin != npos;) {
        const auto end = parts.size() < maxsplit ? find_first_of(kSpace, begin) : npos;
        parts.push_back(substr(begin, end - begin));
        begin = find_first_not_of(kSpace, end);
    }
    return parts;
}

template <class Self>
std::vector<Self> StringMethods<Self>::split(Piece separator, std::size_t maxsplit) const {
    const std::string_view between = not_empty(separator);
    std::vector<Self> parts;
    std::size_t begin = 0;
    for (auto end = find(between); end != npos && parts.size() < maxsplit; end = find(between, begin)) {
        parts.push_back(substr(begin, end - begin));
        begin = end + between.size();
    }
    parts.push_back(substr(begin));
    return parts;
}

template <class Self>
std::vector<Self> StringMethods<Self>::splitlines() const {
    std::vector<Self> lines;
    for (std::size_t begin = 0; begin < size();) {
        const auto end = find_first_of("\r\n", begin);
        lines.push_back(substr(begin, end - begin));
        if (end == npos) break;
        begin = end + (view().substr(end).starts_with("\r\n") ? 2 : 1);
    }
    return lines;
}

template <class Self>
std::tuple<Self, Self, Self> StringMethods<Self>::partition(Piece separator) const {
    const auto at = find(not_empty(separator));
    if (at == npos) return {made(*this), Self(), Self()};
    return {substr(0, at), made(separator), substr(at + std::string_view(separator).size())};
}

template <class Self>
std::tuple<Self, Self, Self> StringMethods<Self>::rpartition(Piece separator) const {
    const auto at = rfind(not_empty(separator));
    if (at == npos) return {Self(), Self(), made(*this)};
    return {substr(0, at), made(separator), substr(at + std::string_view(separator).size())};
}

template <class Self>
Self StringMethods<Self>::join(const std::vector<Self>& parts) const {
    Self joined;
    for (const Self& part : parts) {
        if (&part != &parts.front()) joined += *this;
        joined += part;
    }
    return joined;
}

template <class Self>
Self StringMethods<Self>::replace(Piece from, Piece to) const {
    if (std::string_view(from).empty()) return made(*this);
    return made(to).join(split(from));
}

template struct StringMethods<Bytes>;
template struct StringMethods<Text>;

}  // namespace asyncio::detail

asyncio::Text asyncio::Bytes::hex() const {
    static constexpr char kDigits[] = "0123456789abcdef";
    Text digits;
    for (const char each : *this) {
        const auto byte = static_cast<unsigned char>(each);
        digits += kDigits[byte >> 4];
        digits += kDigits[byte & 15];
    }
    return digits;
}
