#include "engine/base/short_repr.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace asyncio::detail {

namespace {

constexpr int kMostLevels = 6;

bool begins_letter(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

// The first `count` letters of UTF-8, and the last ones.
std::string_view first_letters(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size() && (!begins_letter(text[at]) || count-- > 0)) ++at;
    return text.substr(0, at);
}
std::string_view last_letters(std::string_view text, std::size_t count) {
    std::size_t at = text.size();
    for (; at > 0 && count > 0; --at)
        if (begins_letter(text[at - 1])) --count;
    return text.substr(at);
}

// Both ends can be seen.
std::string without_middle(std::string_view text) {
    constexpr std::size_t kNumber = 40, kOther = 30;
    const bool number = text.find_first_not_of("-0123456789") == std::string_view::npos;
    const std::size_t longest = number ? kNumber : kOther;
    if (first_letters(text, longest).size() == text.size()) return std::string(text);
    const std::size_t head = (longest - 3) / 2, tail = longest - 3 - head;
    return std::string(first_letters(text, head)) + "..." + std::string(last_letters(text, tail));
}

// `text` begins with a quotation mark: the place behind the closing one.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
    const char mark = text[at];
    for (++at; at < text.size() && text[at] != mark; ++at)
        if (text[at] == '\\') ++at;
    return at + 1;
}

// The next `mark` that stands in no brackets and no quotation marks, or the end.
std::size_t find_outside(std::string_view text, std::string_view mark, std::size_t at) {
    for (int depth = 0; at < text.size();) {
        const char letter = text[at];
        if (letter == '\'' || letter == '"') {
            at = end_of_quoted(text, at);
            continue;
        }
        if (depth == 0 && text.substr(at).starts_with(mark)) return at;
        depth += std::string_view("([{<").find(letter) != std::string_view::npos;
        depth -= std::string_view(")]}>").find(letter) != std::string_view::npos;
        ++at;
    }
    return text.size();
}

std::string shortened(std::string_view text, int levels);

// `{1: 'a'}`: key and value each by itself.
std::string shortened_item(std::string_view text, int levels) {
    const std::size_t colon = find_outside(text, ": ", 0);
    if (colon >= text.size()) return shortened(text, levels);
    return shortened(text.substr(0, colon), levels) + ": " + shortened(text.substr(colon + 2), levels);
}

// What stands between brackets. A dict has items, all else has elements.
std::string shortened_elements(std::string_view text, bool dict, int levels) {
    const std::size_t most = dict ? 4 : 6;
    if (text.empty()) return {};
    if (levels <= 0) return "...";
    std::string result;
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        if (count > 0) result += ", ";
        if (count == most) return result + "...";
        const std::size_t end = find_outside(text, ", ", at);
        const std::string_view element = text.substr(at, end - at);
        result += dict ? shortened_item(element, levels - 1) : shortened(element, levels - 1);
        at = end + 2;
    }
    return result;
}

std::string shortened(std::string_view text, int levels) {
    for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"[", "]"},
                                      {"(", ")"},
                                      {"{", "}"},
                                      {"deque([", "])"}}) {
        if (!text.starts_with(open) || !text.ends_with(close)) continue;
        const std::string_view inner = text.substr(open.size(), text.size() - open.size() - close.size());
        const bool dict = open == "{" && find_outside(inner, ": ", 0) < inner.size();
        return std::string(open) + shortened_elements(inner, dict, levels) + std::string(close);
    }
    return without_middle(text);
}

}  // namespace

std::string short_repr(std::string_view repr) { return shortened(repr, kMostLevels); }

}  // namespace asyncio::detail
