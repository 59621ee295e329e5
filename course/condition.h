// Conditions on a recording: the small language in which scenarios say which answer is right, where it is
// decided, and whether a goal is reached. docs/adding_a_scenario.md is its grammar.
#pragma once

#include "course/facts.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loopscope::course {

// Where an expression cannot be read, or asks for what there is not. what() is a sentence that quotes it.
class ConditionError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Nothing (null, or the time of what never happened), yes or no, a number, a text.
using Value = std::variant<std::monostate, bool, double, std::string>;

class Expression {
public:
    virtual ~Expression() = default;
    // Throws ConditionError for an unknown parameter, or a value of a kind that does not fit.
    virtual Value value(const Facts& facts) const = 0;
};

// Throws ConditionError.
std::unique_ptr<const Expression> parse_expression(const std::string& text);

// Whether the condition holds. An empty one always does. Throws ConditionError.
bool holds(const std::string& condition, const Facts& facts);

// The event that `moment` names: `PATTERN`, last `PATTERN`, or either of them after another `PATTERN`.
// Nothing if it does not happen. Throws ConditionError.
std::optional<trace::EventIndex> find_moment(const std::string& moment, const Facts& facts);

// The text with each {EXPRESSION} replaced by its value; {{ and }} are braces. A number is written as in that
// language, but in code, behind "(" or "=", as in code. Throws ConditionError.
std::string fill_in(const std::string& text, const Facts& facts, std::string_view language = "en");

}  // namespace loopscope::course
