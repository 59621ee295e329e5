#include "viz/data/text/highlight.h"

#include <algorithm>
#include <cctype>

namespace loopscope::viz {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool is_keyword(std::string_view word, bool python) {
    static constexpr std::string_view kPython[] = {
        "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
        "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
        "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
        "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};
    static constexpr std::string_view kCpp[] = {
        "auto",     "bool",      "break",    "case",      "catch",     "char",     "class",
        "co_await", "co_return", "co_yield", "const",     "constexpr", "continue", "default",
        "do",       "double",    "else",     "enum",      "false",     "for",      "if",
        "inline",   "int",       "long",     "namespace", "new",       "nullptr",  "operator",
        "private",  "public",    "return",   "static",    "struct",    "switch",   "template",
        "this",     "throw",     "true",     "try",       "using",     "void",     "while"};
    return python ? std::binary_search(std::begin(kPython), std::end(kPython), word)
                  : std::binary_search(std::begin(kCpp), std::end(kCpp), word);
}

// Splits one line; what stays open at its end (a long string, a block comment) is carried to the next.
class Splitter {
public:
    explicit Splitter(bool python) : python_(python) {}

    std::vector<Token> split(std::string_view line) {
        line_ = line;
        at_ = 0;
        tokens_.clear();
        while (at_ < line_.size()) next();
        return std::move(tokens_);
    }

private:
    void take(std::size_t end, TokenKind kind) {
        end = std::min(end, line_.size());
        if (!tokens_.empty() && tokens_.back().kind == kind) {
            tokens_.back().length += static_cast<std::uint32_t>(end - at_);
        } else {
            tokens_.push_back({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end - at_), kind});
        }
        at_ = end;
    }

    // Up to and with `closing`; without it the rest of the line, and the next line goes on.
    void take_until(std::string_view closing, TokenKind kind, std::size_t from) {
        const std::size_t found = line_.find(closing, from);
        open_ = found == std::string_view::npos ? closing : std::string_view{};
        open_kind_ = kind;
        take(found == std::string_view::npos ? line_.size() : found + closing.size(), kind);
    }

    void take_string(char quote) {
        std::size_t end = at_ + 1;
        while (end < line_.size() && line_[end] != quote) end += line_[end] == '\\' ? 2 : 1;
        take(end + 1, TokenKind::string);
    }

    bool starts(std::string_view text) const { return line_.substr(at_).starts_with(text); }

    void next() {
        if (!open_.empty()) return take_until(open_, open_kind_, at_);
        const char c = line_[at_];
        if (python_ ? c == '#' : starts("//")) return take(line_.size(), TokenKind::comment);
        if (!python_ && starts("/*")) return take_until("*/", TokenKind::comment, at_ + 2);
        if (python_ && starts("\"\"\"")) return take_until("\"\"\"", TokenKind::string, at_ + 3);
        if (c == '"' || c == '\'') return take_string(c);
        if (!is_word(c)) return take(at_ + 1, TokenKind::plain);
        std::size_t end = at_;
        const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
        while (end < line_.size() && (is_word(line_[end]) || (number && line_[end] == '.'))) ++end;
        const std::string_view word = line_.substr(at_, end - at_);
        take(end, number                      ? TokenKind::number
                  : is_keyword(word, python_) ? TokenKind::keyword
                                              : TokenKind::plain);
    }

    bool python_;
    std::string_view line_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
    std::string_view open_;  // what closes the string or comment we are in
    TokenKind open_kind_{};
};

}  // namespace

std::vector<SourceLine> split_source(std::string_view text, bool python) {
    std::vector<SourceLine> lines;
    Splitter splitter(python);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back({line, splitter.split(line)});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace loopscope::viz
