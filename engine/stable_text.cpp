#include "engine/stable_text.h"

#include <algorithm>

namespace asyncio::detail {

namespace {

constexpr std::string_view kBegins[] = {"<Task ", "<Future ", "<_GatheringFuture "};

// The length of what begins at `at`, without the space; 0: nothing of ours.
std::size_t begin_at(std::string_view text, std::size_t at) {
    for (const std::string_view begin : kBegins)
        if (text.substr(at).starts_with(begin)) return begin.size() - 1;
    return 0;
}

// Behind the > that closes the < at `at`.
std::size_t behind_end(std::string_view text, std::size_t at) {
    int depth = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
        if (text[i] == '<') ++depth;
        if (text[i] == '>' && text[i - 1] != '-' && --depth == 0) return i + 1;
    }
    return text.size();
}

}  // namespace

bool has_places(std::string_view text) noexcept {
    return text.find('<') != std::string_view::npos &&
           std::any_of(std::begin(kBegins), std::end(kBegins),
                       [&](std::string_view begin) { return text.find(begin) != std::string_view::npos; });
}

std::string stable_text(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (const std::size_t length = begin_at(text, i)) {
            out += text.substr(i, length);
            out += '>';
            i = behind_end(text, i);
        } else {
            out += text[i++];
        }
    }
    return out;
}

}  // namespace asyncio::detail
