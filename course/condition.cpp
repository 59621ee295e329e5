#include "course/condition.h"

#include "course/expression_parser.h"
#include "course/text.h"

#include <cstdio>

namespace loopscope::course {
namespace {

std::string in_words(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "True" : "False";
    if (const auto* number = std::get_if<double>(&value)) {
        char digits[32];
        const int size = std::snprintf(digits, sizeof digits, "%.10g", *number);
        return std::string(digits, static_cast<std::size_t>(size));
    }
    return "None";
}

}  // namespace

std::unique_ptr<const Expression> parse_expression(const std::string& text) {
    return ExpressionParser(text).condition();
}

bool holds(const std::string& condition, const Facts& facts) {
    if (condition.empty()) return true;
    const Value value = parse_expression(condition)->value(facts);
    if (const bool* answer = std::get_if<bool>(&value)) return *answer;
    throw ConditionError("this is a value, not a condition: " + condition);
}

std::optional<trace::EventIndex> find_moment(const std::string& moment, const Facts& facts) {
    return ExpressionParser(moment).moment(facts);
}

std::string fill_in(const std::string& text, const Facts& facts, std::string_view language) {
    std::string filled;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool doubled = (c == '{' || c == '}') && at + 1 < text.size() && text[at + 1] == c;
        if (doubled || c != '{') {
            filled += c;
            at += doubled ? 1 : 0;
            continue;
        }
        const std::size_t end = text.find('}', at);
        if (end == std::string::npos) throw ConditionError("the closing } is missing here: " + text);
        const Value value = parse_expression(text.substr(at + 1, end - at - 1))->value(facts);
        const bool code = at > 0 && (text[at - 1] == '(' || text[at - 1] == '=');
        const bool number = std::holds_alternative<double>(value) && !code;
        filled += number ? decimal_text(in_words(value), language) : in_words(value);
        at = end;
    }
    return filled;
}

}  // namespace loopscope::course
