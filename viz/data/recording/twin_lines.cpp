#include "viz/data/recording/twin_lines.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

namespace loopscope::viz {

namespace {

using WordSet = std::set<std::string, std::less<>>;

// Words that only one of the languages has a use for.
bool is_grammar(std::string_view word) {
    static constexpr std::string_view kGrammar[] = {"std",    "const",   "auto",   "string",    "Coroutine",
                                                    "void",   "asyncio", "self",   "move",      "int",
                                                    "double", "include", "import", "Parameters"};
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

WordSet words_of(std::string_view line) {
    WordSet words;
    const std::size_t comment = std::min(line.find("//"), line.find('#'));
    line = line.substr(0, comment);
    // What a coroutine function begins with; elsewhere it is a type like others.
    if (line.starts_with("Coroutine<") || line.starts_with("AsyncGenerator<")) words = {"async", "def"};
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
        if (word == "async_with")
            words.insert({"async", "with"});  // `async with` in one word
        else if (!is_grammar(word))
            words.insert(std::move(word));
        i = end;
    }
    return words;
}

// From 1 on.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines(1);
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::vector<WordSet> words_of(const std::vector<std::string_view>& lines) {
    std::vector<WordSet> words;
    for (const std::string_view line : lines) words.push_back(words_of(line));
    return words;
}

// `async for` and `async with` wait, too.
bool awaits(const WordSet& words) {
    return words.contains("await") || (words.contains("async") && !words.contains("def"));
}

// 0 = nothing in common, 100 = the same words.
int likeness(const WordSet& a, const WordSet& b) {
    if (a.empty() || b.empty()) return 0;
    const auto common =
        std::count_if(a.begin(), a.end(), [&](const std::string& word) { return b.contains(word); });
    const bool both_await = awaits(a) == awaits(b);
    return static_cast<int>(200 * common / static_cast<std::ptrdiff_t>(a.size() + b.size())) -
           (both_await ? 0 : 30);
}

// A parameter is a constant in Python: LIMIT is p.get("limit").
std::vector<WordSet> in_small_letters(const std::vector<WordSet>& lines) {
    std::vector<WordSet> small(lines.size());
    for (std::size_t line = 0; line < lines.size(); ++line) {
        for (std::string word : lines[line]) {
            for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            small[line].insert(std::move(word));
        }
    }
    return small;
}

constexpr int kWorthIt = 34, kWorthItFarAway = 40;

// Of the lines from `first` to before `end`, the one that is most like this one; 0 if none is as like as
// `least`.
std::uint32_t most_like(const WordSet& line, const std::vector<WordSet>& other, std::size_t first,
                        std::size_t end, int least) {
    int best = least - 1;
    std::uint32_t found = 0;
    for (auto to = static_cast<std::uint32_t>(first); to < end; ++to) {
        const int like = likeness(line, other[to]);
        if (like <= best) continue;
        best = like;
        found = to;
    }
    return found;
}

// What has words goes to the line that is most like it, among its neighbours' if there is one; a brace to the
// nearest above in its function.
std::vector<std::uint32_t> with_gaps_filled(const std::vector<std::uint32_t>& found,
                                            const std::vector<std::string_view>& lines,
                                            const std::vector<WordSet>& own,
                                            const std::vector<WordSet>& other) {
    std::vector<std::uint32_t> shown = found;
    std::uint32_t above = 0;
    for (std::size_t line = 1; line < found.size(); ++line) {
        const bool top_level = !lines[line].empty() && std::isspace(lines[line].front()) == 0;
        if (top_level && !own[line].empty()) above = 0;
        if (found[line] == 0 && own[line].empty()) shown[line] = above;
        if (found[line] == 0 && !own[line].empty()) {
            const auto next = std::find_if(found.begin() + static_cast<std::ptrdiff_t>(line), found.end(),
                                           [](std::uint32_t to) { return to != 0; });
            const std::size_t end = next == found.end() ? other.size() : *next + 1;
            shown[line] = most_like(own[line], other, std::max(above, 1U), end, kWorthIt);
            if (shown[line] == 0) shown[line] = most_like(own[line], other, 1, other.size(), kWorthItFarAway);
        }
        if (shown[line] != 0) above = shown[line];
    }
    return shown;
}

}  // namespace

// The classic alignment: best[i][j] is the best total likeness of the lines from i and from j on.
TwinLines::TwinLines(std::string_view left, std::string_view right) {
    const std::vector<std::string_view> left_lines = lines_of(left), right_lines = lines_of(right);
    const std::vector<WordSet> a = words_of(left_lines), b = words_of(right_lines);
    constexpr std::size_t kTooLong = 4000;  // nobody reads twins of that length side by side
    to_right_.resize(a.size());
    to_left_.resize(b.size());
    if (a.size() > kTooLong || b.size() > kTooLong) return;
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
    const std::vector<WordSet> small_a = in_small_letters(a), small_b = in_small_letters(b);
    shown_right_ = with_gaps_filled(to_right_, left_lines, small_a, small_b);
    shown_left_ = with_gaps_filled(to_left_, right_lines, small_b, small_a);
}

}  // namespace loopscope::viz
