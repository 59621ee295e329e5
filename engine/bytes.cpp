#include "engine/bytes.h"

namespace asyncio {

namespace {

constexpr std::string_view kSpace = " \t\n\r\f\v";

}  // namespace

Bytes Bytes::upper() const {
    Bytes out = *this;
    for (char& ch : out)
        if (ch >= 'a' && ch <= 'z') ch = static_cast<char>(ch - 'a' + 'A');
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
    return first == npos ? Bytes() : substr(first);
}

Bytes Bytes::rstrip(std::string_view what) const { return substr(0, find_last_not_of(what) + 1); }

Bytes Bytes::removeprefix(const Bytes& prefix) const {
    return startswith(prefix) ? substr(prefix.size()) : *this;
}

Bytes Bytes::removesuffix(const Bytes& suffix) const {
    return endswith(suffix) ? substr(0, size() - suffix.size()) : *this;
}

std::vector<Bytes> Bytes::split(std::size_t maxsplit) const {
    std::vector<Bytes> parts;
    for (auto begin = find_first_not_of(kSpace); begin != npos;) {
        const auto end = parts.size() < maxsplit ? find_first_of(kSpace, begin) : npos;
        parts.push_back(substr(begin, end - begin));
        begin = find_first_not_of(kSpace, end);
    }
    return parts;
}

std::vector<Bytes> Bytes::split(const Bytes& separator, std::size_t maxsplit) const {
    std::vector<Bytes> parts;
    std::size_t begin = 0;
    for (auto end = find(separator); end != npos && parts.size() < maxsplit; end = find(separator, begin)) {
        parts.push_back(substr(begin, end - begin));
        begin = end + separator.size();
    }
    parts.push_back(substr(begin));
    return parts;
}

std::vector<Bytes> Bytes::splitlines() const {
    std::vector<Bytes> lines;
    for (std::size_t begin = 0; begin < size();) {
        const auto end = find_first_of("\r\n", begin);
        lines.push_back(substr(begin, end - begin));
        if (end == npos) break;
        begin = end + (std::string_view(*this).substr(end).starts_with("\r\n") ? 2 : 1);
    }
    return lines;
}

Bytes Bytes::join(const std::vector<Bytes>& parts) const {
    Bytes joined;
    for (const Bytes& part : parts) {
        if (&part != &parts.front()) joined += *this;
        joined += part;
    }
    return joined;
}

Bytes Bytes::replace(const Bytes& from, const Bytes& to) const {
    return from.empty() ? *this : to.join(split(from));
}

}  // namespace asyncio
