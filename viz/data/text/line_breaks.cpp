#include "viz/data/text/line_breaks.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// Whether a line may end before the blank at `at`: "1 s", "64 KiB" and "t = 1 s" stay together.
bool may_break(std::string_view text, std::size_t at) {
    if (at > 0 && (text[at - 1] == '=' || text.substr(at).starts_with(" = "))) return false;
    if (at == 0 || text[at - 1] < '0' || text[at - 1] > '9') return true;
    const std::string_view after = text.substr(std::min(text.find_first_not_of(' ', at), text.size()));
    for (const std::string_view unit : {"s", "ms", "KiB"}) {
        if (after.starts_with(unit) && (after.size() == unit.size() || !is_letter(after[unit.size()])))
            return false;
    }
    return true;
}

// The end of what stays together from `begin` on, with the blanks before it.
std::size_t end_of_word(std::string_view text, std::size_t begin) {
    std::size_t end = text.find_first_not_of(' ', begin);
    while (end != std::string_view::npos) {
        end = text.find_first_of(" \n", end);
        if (end == std::string_view::npos || text[end] == '\n' || may_break(text, end)) break;
        end = text.find_first_not_of(' ', end);
    }
    return std::min(end, text.size());
}

// How much of a word has room, at least one letter. Letter by letter: a line of output may be a megabyte
// without a blank.
std::size_t letters_within(std::string_view word, float width,
                           const std::function<float(std::string_view)>& measure) {
    std::size_t fits = 0;
    float x = 0;
    for (std::size_t end = 1; end <= word.size(); ++end) {
        // Never a part of a UTF-8 character.
        if (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) continue;
        x += measure(word.substr(fits, end - fits));
        if (fits > 0 && x > width) break;
        fits = end;
    }
    return fits;
}

}  // namespace

std::string break_lines(std::string_view text, float width,
                        const std::function<float(std::string_view)>& measure) {
    if (text.find('\n') == std::string_view::npos && measure(text) <= width) return std::string(text);
    std::string lines;
    float x = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') {
            lines += text[at++];
            x = 0;
            continue;
        }
        const std::size_t end = end_of_word(text, at);
        std::string_view word = text.substr(at, end - at);
        at = end;
        if (x > 0 && x + measure(word) > width) {
            lines += '\n';
            x = 0;
            word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
        }
        float rest = measure(word);
        while (rest > width) {
            const std::size_t fits = letters_within(word, width, measure);
            if (fits >= word.size()) break;
            lines += std::string(word.substr(0, fits)) + '\n';
            rest -= measure(word.substr(0, fits));
            word.remove_prefix(fits);
        }
        lines += word;
        x += rest;
    }
    return lines;
}

std::vector<std::string_view> break_code(std::string_view line, std::size_t first, std::size_t further) {
    std::vector<std::string_view> pieces;
    std::size_t most = first;
    while (line.size() > most) {
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        std::size_t end = 0;
        for (const std::string_view after : {" ", "([{,."})
            if (const std::size_t at = line.find_last_of(after, most - 1);
                end == 0 && at != std::string_view::npos && at >= indent)
                end = at + 1;
        if (end == 0)
            for (end = most; (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U; --end) {}
        pieces.push_back(line.substr(0, end));
        line.remove_prefix(end);
        most = further;
    }
    pieces.push_back(line);
    return pieces;
}

}  // namespace loopscope::viz
