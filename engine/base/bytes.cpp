#include "engine/base/bytes.h"

#include "engine/base/errors.h"

namespace asyncio::detail {

namespace {
std::string_view not_empty(std::string_view separator) {
    if (separator.empty()) throw ValueError("empty separator");
    return separator;
}
}  // namespace

template <class Self>
Self StringMethods<Self>::substr(std::size_t begin, std::size_t count) const {
    return Self(std::string::substr(begin, count));
}

template <class Self>
Self StringMethods<Self>::upper() const {
    Self out = made(*this);
    for (char& ch : out)
        if (ch >= 'a' && ch <= 'z') ch = static_cast<char>(ch - 'a' + 'A');
    return out;
}

template <class Self>
Self StringMethods<Self>::lower() const {
    Self out = made(*this);
    for (char& ch : out)
        if (ch >= 'A' && ch <= 'Z') ch = static_cast<char>(ch - 'A' + 'a');
    return out;
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
