#include "viz/data/twin_lines.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

namespace loopscope::viz {

namespace {

using Words = std::set<std::string, std::less<>>;

// Words that only one of the languages has a use for.
bool is_grammar(std::string_view word) {
    static constexpr std::string_view kGrammar[] = {"std",    "const",   "auto",  "string", "Coroutine",
                                                    "void",   "asyncio", "self",  "move",   "int",
                                                    "double", "include", "import"};
    return std::find(std::begin(kGrammar), std::end(kGrammar), word) != std::end(kGrammar);
}

std::string translated(std::string word) {
    if (word == "co_await") return "await";
    if (word == "co_return") return "return";
    if (word == "catch") return "except";
    if (word == "true") return "True";
    if (word == "false") return "False";
    return word;
}

Words words_of(std::string_view line) {
    Words words;
    const std::size_t comment = std::min(line.find("//"), line.find('#'));
    line = line.substr(0, comment);
    for (std::size_t i = 0; i < line.size();) {
        const auto is_word = [&](std::size_t k) {
            return k < line.size() &&
                   (std::isalnum(static_cast<unsigned char>(line[k])) != 0 || line[k] == '_');
        };
        if (!is_word(i)) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (is_word(end)) ++end;
        std::string word = translated(std::string(line.substr(i, end - i)));
        if (!is_grammar(word)) words.insert(std::move(word));
        i = end;
    }
    return words;
}

std::vector<Words> lines_of(std::string_view text) {
    std::vector<Words> lines(1);
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(words_of(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

// 0 = nothing in common, 100 = the same words.
int likeness(const Words& a, const Words& b) {
    if (a.empty() || b.empty()) return 0;
    const auto common =
        std::count_if(a.begin(), a.end(), [&](const std::string& word) { return b.contains(word); });
    const bool both_await = a.contains("await") == b.contains("await");
    return static_cast<int>(200 * common / static_cast<std::ptrdiff_t>(a.size() + b.size())) -
           (both_await ? 0 : 30);
}

}  // namespace

// The classic alignment: best[i][j] is the best total likeness of the lines from i and from j on.
TwinLines::TwinLines(std::string_view left, std::string_view right) {
    const std::vector<Words> a = lines_of(left), b = lines_of(right);
    constexpr std::size_t kTooLong = 4000;  // nobody reads twins of that length side by side
    to_right_.resize(a.size());
    to_left_.resize(b.size());
    if (a.size() > kTooLong || b.size() > kTooLong) return;
    constexpr int kWorthIt = 34;
    const std::size_t width = b.size() + 1;
    std::vector<int> best((a.size() + 1) * width, 0);
    for (std::size_t i = a.size(); i-- > 1;) {
        for (std::size_t j = b.size(); j-- > 1;) {
            const int pair = likeness(a[i], b[j]);
            const int together = pair >= kWorthIt ? pair + best[(i + 1) * width + j + 1] : 0;
            best[i * width + j] = std::max({together, best[(i + 1) * width + j], best[i * width + j + 1]});
        }
    }
    for (std::size_t i = 1, j = 1; i < a.size() && j < b.size();) {
        const int here = best[i * width + j];
        if (here == best[(i + 1) * width + j]) {
            ++i;
        } else if (here == best[i * width + j + 1]) {
            ++j;
        } else {
            to_right_[i] = static_cast<std::uint32_t>(j);
            to_left_[j] = static_cast<std::uint32_t>(i);
            ++i, ++j;
        }
    }
}

}  // namespace loopscope::viz
