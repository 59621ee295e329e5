#include "course/expression_parser.h"

#include "course/expression_nodes.h"

#include <cctype>
#include <charconv>

namespace loopscope::course {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// Reading goes as deep as there are brackets: so many letters are read on any stack.
constexpr std::size_t kMostLetters = 2000;

}  // namespace

ExpressionParser::ExpressionParser(std::string_view text) : text_(text) {
    if (text.size() > kMostLetters)
        throw ConditionError("this has " + std::to_string(text.size()) + " letters, more than the " +
                             std::to_string(kMostLetters) + " that an expression may have");
}

Node ExpressionParser::condition() {
    Node node = either();
    expect_end();
    return node;
}

std::optional<trace::EventIndex> ExpressionParser::moment(const Facts& facts) {
    const bool last = take_word("last");
    const std::string pattern = quoted('`');
    std::size_t begin = 0;
    if (take_word("after")) {
        const Line* first = find_line(facts, quoted('`'));
        if (first == nullptr) return std::nullopt;
        begin = static_cast<std::size_t>(first - facts.lines.data()) + 1;
    }
    expect_end();
    const Line* found = find_line(facts, pattern, begin, last);
    return found == nullptr ? std::nullopt : std::optional(found->event);
}

Node ExpressionParser::either() {
    Node node = both();
    while (take_word("or")) node = make_or(std::move(node), both());
    return node;
}

Node ExpressionParser::both() {
    Node node = negation();
    while (take_word("and")) node = make_and(std::move(node), negation());
    return node;
}

Node ExpressionParser::negation() {
    if (take_word("not")) return make_not(negation());
    return comparison();
}

Node ExpressionParser::comparison() {
    Node node = sum();
    for (const char* symbol : {"==", "!=", "<=", ">=", "<", ">"}) {
        if (take(symbol)) return make_binary(symbol, std::move(node), sum());
    }
    return node;
}

Node ExpressionParser::sum() {
    Node node = product();
    while (true) {
        const char* symbol = take("+") ? "+" : take("-") ? "-" : nullptr;
        if (symbol == nullptr) return node;
        node = make_binary(symbol, std::move(node), product());
    }
}

Node ExpressionParser::product() {
    Node node = factor();
    while (true) {
        const char* symbol = take("*") ? "*" : take("/") ? "/" : nullptr;
        if (symbol == nullptr) return node;
        node = make_binary(symbol, std::move(node), factor());
    }
}

Node ExpressionParser::factor() {
    if (take("-")) return make_binary("-", make_constant(0.0), factor());
    return primary();
}

Node ExpressionParser::primary() {
    skip_blanks();
    if (next() == '`') return happening();
    if (next() == '\'') return make_constant(quoted('\''));
    if (is_digit(next())) return number();
    if (take("(")) {
        Node node = either();
        expect(")");
        return node;
    }
    if (!is_letter(next())) fail("a value is missing");
    const std::string name = word();
    if (name == "true" || name == "false") return make_constant(name == "true");
    if (name == "null") return make_constant({});
    return take("(") ? call(name) : make_parameter(name);
}

Node ExpressionParser::happening() {
    std::vector<std::string> patterns = {quoted('`')};
    if (take_word("at")) return make_happens(patterns.front(), sum());
    if (take_word("after")) return make_after(patterns.front(), quoted('`'));
    while (take_word("before")) patterns.push_back(quoted('`'));
    return patterns.size() == 1 ? make_happens(patterns.front(), nullptr) : make_in_order(patterns);
}

// After the opening parenthesis.
Node ExpressionParser::call(const std::string& function) {
    Node node;
    if (function == "count") {
        node = make_count(quoted('`'));
    } else if (function == "time" || function == "last") {
        node = make_time(quoted('`'), function == "last");
    } else if (function == "end") {
        node = make_end();
    } else if (function == "max" || function == "min") {
        node = sum();
        while (take(",")) node = make_binary(function, std::move(node), sum());
    } else {
        fail("there is no function " + function);
    }
    expect(")");
    return node;
}

Node ExpressionParser::number() {
    double value = 0;
    const auto [end, problem] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (problem != std::errc()) fail("this is no number");
    at_ = static_cast<std::size_t>(end - text_.data());
    return make_constant(value);
}

std::string ExpressionParser::quoted(char quote) {
    skip_blanks();
    if (next() != quote) fail("a line between ` and ` is missing");
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) fail(std::string("the closing ") + quote + " is missing");
    const std::string inside(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return inside;
}

std::string ExpressionParser::peek_word() {
    skip_blanks();
    std::size_t end = at_;
    while (end < text_.size() && (is_letter(text_[end]) || (end > at_ && is_digit(text_[end])))) ++end;
    return std::string(text_.substr(at_, end - at_));
}

std::string ExpressionParser::word() {
    std::string found = peek_word();
    at_ += found.size();
    return found;
}

bool ExpressionParser::take_word(std::string_view wanted) {
    const bool there = peek_word() == wanted;
    if (there) at_ += wanted.size();
    return there;
}

bool ExpressionParser::take(std::string_view symbol) {
    skip_blanks();
    const bool there = text_.substr(at_).starts_with(symbol);
    if (there) at_ += symbol.size();
    return there;
}

void ExpressionParser::expect(std::string_view symbol) {
    if (!take(symbol)) fail("'" + std::string(symbol) + "' is missing");
}

void ExpressionParser::expect_end() {
    skip_blanks();
    if (at_ != text_.size()) fail("'and', 'or' or the end is missing");
}

void ExpressionParser::skip_blanks() {
    while (next() == ' ') ++at_;
}

void ExpressionParser::fail(const std::string& what) const {
    throw ConditionError(what + " here: " + std::string(text_.substr(0, at_)) + " <<< " +
                         std::string(text_.substr(at_)));
}

}  // namespace loopscope::course
