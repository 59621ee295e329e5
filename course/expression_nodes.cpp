#include "course/expression_nodes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace loopscope::course {
namespace {

// Times of a virtual clock add up exactly in nanoseconds, not in seconds.
constexpr double kSameTime = 1e-9;

double seconds(std::int64_t ns) { return static_cast<double>(ns) / 1e9; }

double number(const Value& value) {
    if (const double* found = std::get_if<double>(&value)) return *found;
    throw ConditionError("a number is needed, and there is none");
}

bool truth(const Value& value) {
    if (const bool* found = std::get_if<bool>(&value)) return *found;
    throw ConditionError("a condition is needed, and there is a value");
}

class Computed : public Expression {
public:
    explicit Computed(std::function<Value(const Facts&)> compute) : compute_(std::move(compute)) {}
    Value value(const Facts& facts) const override { return compute_(facts); }

private:
    std::function<Value(const Facts&)> compute_;
};

Node computed(std::function<Value(const Facts&)> compute) {
    return std::make_unique<Computed>(std::move(compute));
}

using Shared = std::shared_ptr<const Expression>;  // std::function copies what it holds

bool equal(const Value& a, const Value& b) {
    const auto *x = std::get_if<double>(&a), *y = std::get_if<double>(&b);
    return x != nullptr && y != nullptr ? std::abs(*x - *y) < kSameTime : a == b;
}

bool nothing(const Value& value) { return std::holds_alternative<std::monostate>(value); }

// What never happens, and a parameter that is null, is neither before nor after anything.
bool less(const Value& a, const Value& b) {
    return !nothing(a) && !nothing(b) && !equal(a, b) && number(a) < number(b);
}

// ... and three seconds after never is never.
template <class Operation>
Value calculate(const Value& a, const Value& b) {
    return nothing(a) || nothing(b) ? Value() : Value(Operation()(number(a), number(b)));
}

const std::map<std::string, Value (*)(const Value&, const Value&)> kBinary = {
    {"==", [](const Value& a, const Value& b) { return Value(equal(a, b)); }},
    {"!=", [](const Value& a, const Value& b) { return Value(!equal(a, b)); }},
    {"<", [](const Value& a, const Value& b) { return Value(less(a, b)); }},
    {">", [](const Value& a, const Value& b) { return Value(less(b, a)); }},
    {"<=", [](const Value& a, const Value& b) { return Value(less(a, b) || equal(a, b)); }},
    {">=", [](const Value& a, const Value& b) { return Value(less(b, a) || equal(a, b)); }},
    {"+", calculate<std::plus<double>>},
    {"-", calculate<std::minus<double>>},
    {"*", calculate<std::multiplies<double>>},
    {"/", calculate<std::divides<double>>},
    {"max", [](const Value& a, const Value& b) { return Value(std::max(number(a), number(b))); }},
    {"min", [](const Value& a, const Value& b) { return Value(std::min(number(a), number(b))); }},
};

Value parameter_value(const Facts& facts, const std::string& name) {
    const auto found = facts.parameters.find(name);
    if (found == facts.parameters.end()) throw ConditionError("there is no parameter " + name);
    const auto json = nlohmann::json::parse(found->second, nullptr, false);
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number()) return json.get<double>();
    if (json.is_string()) return json.get<std::string>();
    return {};
}

}  // namespace

const Line* find_line(const Facts& facts, const std::string& pattern, std::size_t begin, bool last) {
    const Line* found = nullptr;
    for (std::size_t i = begin; i < facts.lines.size(); ++i) {
        if (!fits(pattern, facts.lines[i].text)) continue;
        found = &facts.lines[i];
        if (!last) break;
    }
    return found;
}

Node make_constant(Value value) {
    return computed([value = std::move(value)](const Facts&) { return value; });
}

Node make_parameter(std::string name) {
    return computed([name = std::move(name)](const Facts& facts) { return parameter_value(facts, name); });
}

Node make_happens(std::string pattern, Node at) {
    return computed([pattern = std::move(pattern), at = Shared(std::move(at))](const Facts& facts) {
        if (!at) return Value(find_line(facts, pattern) != nullptr);
        const Value time = at->value(facts);
        return Value(std::any_of(facts.lines.begin(), facts.lines.end(), [&](const Line& line) {
            return equal(seconds(line.time_ns), time) && fits(pattern, line.text);
        }));
    });
}

Node make_in_order(std::vector<std::string> patterns) {
    return computed([patterns = std::move(patterns)](const Facts& facts) {
        const Line* previous = nullptr;
        for (const std::string& pattern : patterns) {
            const Line* line = find_line(facts, pattern);
            if (line == nullptr || (previous != nullptr && line->event <= previous->event))
                return Value(false);
            previous = line;
        }
        return Value(true);
    });
}

Node make_after(std::string pattern, std::string first) {
    return computed([pattern = std::move(pattern), first = std::move(first)](const Facts& facts) {
        const Line* begin = find_line(facts, first);
        if (begin == nullptr) return Value(false);
        const auto next = static_cast<std::size_t>(begin - facts.lines.data()) + 1;
        return Value(find_line(facts, pattern, next) != nullptr);
    });
}

Node make_count(std::string pattern) {
    return computed([pattern = std::move(pattern)](const Facts& facts) {
        return Value(
            static_cast<double>(std::count_if(facts.lines.begin(), facts.lines.end(),
                                              [&](const Line& line) { return fits(pattern, line.text); })));
    });
}

Node make_time(std::string pattern, bool of_last) {
    return computed([pattern = std::move(pattern), of_last](const Facts& facts) {
        const Line* line = find_line(facts, pattern, 0, of_last);
        return line == nullptr ? Value() : Value(seconds(line->time_ns));
    });
}

Node make_end() {
    return computed([](const Facts& facts) { return Value(seconds(facts.end_ns)); });
}

Node make_not(Node condition) {
    return computed([condition = Shared(std::move(condition))](const Facts& facts) {
        return Value(!truth(condition->value(facts)));
    });
}

Node make_and(Node left, Node right) {
    return computed([left = Shared(std::move(left)), right = Shared(std::move(right))](const Facts& facts) {
        return Value(truth(left->value(facts)) && truth(right->value(facts)));
    });
}

Node make_or(Node left, Node right) {
    return computed([left = Shared(std::move(left)), right = Shared(std::move(right))](const Facts& facts) {
        return Value(truth(left->value(facts)) || truth(right->value(facts)));
    });
}

Node make_binary(const std::string& symbol, Node left, Node right) {
    const auto function = kBinary.at(symbol);
    return computed([function, left = Shared(std::move(left)), right = Shared(std::move(right))](
                        const Facts& facts) { return function(left->value(facts), right->value(facts)); });
}

}  // namespace loopscope::course
