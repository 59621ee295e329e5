#include "engine/base/stable_text.h"

#include <algorithm>
#include <cctype>

namespace asyncio::detail {

namespace {

constexpr std::string_view kBegins[] = {"<Task ", "<Future ", "<_GatheringFuture "};
constexpr std::string_view kSockets[] = {"<asyncio.TransportSocket ", "<socket.socket "};
constexpr std::string_view kDescriptor = "fd=";

// The length of what begins at `at`, without the space; 0: nothing of ours.
std::size_t begin_at(std::string_view text, std::size_t at) {
    for (const std::string_view begin : kBegins)
        if (text.substr(at).starts_with(begin)) return begin.size() - 1;
    return 0;
}

bool is_socket_at(std::string_view text, std::size_t at) {
    return std::any_of(std::begin(kSockets), std::end(kSockets),
                       [&](std::string_view begin) { return text.substr(at).starts_with(begin); });
}

// Behind the > that closes the < at `at`; 0: there is none, so that it is no repr.
std::size_t behind_end(std::string_view text, std::size_t at) {
    int depth = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
        if (text[i] == '<') ++depth;
        if (text[i] == '>' && text[i - 1] != '-' && --depth == 0) return i + 1;
    }
    return 0;
}

// Behind the number of a descriptor; 0: none begins at `at`.
std::size_t behind_descriptor(std::string_view text, std::size_t at) {
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    if (!text.substr(at).starts_with(kDescriptor) || (at > 0 && is_word(text[at - 1]))) return 0;
    const std::size_t number = at + kDescriptor.size();
    const std::size_t end = std::min(text.find_first_not_of("0123456789", number), text.size());
    return end > number ? end : 0;
}

}  // namespace

bool has_places(std::string_view text) noexcept {
    return text.find('<') != std::string_view::npos &&
           (text.find(kDescriptor) != std::string_view::npos ||
            std::any_of(std::begin(kBegins), std::end(kBegins),
                        [&](std::string_view begin) { return text.find(begin) != std::string_view::npos; }));
}

std::string stable_text(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = begin_at(text, i);
        const bool is_socket = is_socket_at(text, i);
        const std::size_t behind = length != 0 || is_socket ? behind_end(text, i) : 0;
        if (behind != 0 && is_socket) {
            out += "<socket>";
            i = behind;
        } else if (behind != 0) {
            out += text.substr(i, length);
            out += '>';
            i = behind;
        } else if (const std::size_t end = behind_descriptor(text, i)) {
            out += "fd=…";
            i = end;
        } else {
            out += text[i++];
        }
    }
    return out;
}

}  // namespace asyncio::detail
