// Reads expressions into trees. Used by condition.cpp only.
#pragma once

#include "course/condition.h"

#include <string_view>

namespace loopscope::course {

using Node = std::unique_ptr<const Expression>;

class ExpressionParser {
public:
    // Throws ConditionError if it is too long to be read.
    explicit ExpressionParser(std::string_view text);

    Node condition();                                             // to the end of the text
    std::optional<trace::EventIndex> moment(const Facts& facts);  // likewise

private:
    Node either();
    Node both();
    Node negation();
    Node comparison();
    Node sum();
    Node product();
    Node factor();
    Node primary();
    Node happening();
    Node call(const std::string& function);
    Node number();

    std::string quoted(char quote);
    std::string word();
    std::string peek_word();
    bool take(std::string_view symbol);
    bool take_word(std::string_view wanted);
    void expect(std::string_view symbol);
    void expect_end();
    void skip_blanks();
    char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    [[noreturn]] void fail(const std::string& what) const;

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace loopscope::course
