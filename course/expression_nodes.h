// The kinds of expressions. Used by the parser only.
#pragma once

#include "course/condition.h"

#include <functional>

namespace loopscope::course {

using Node = std::unique_ptr<const Expression>;

Node make_constant(Value value);
Node make_parameter(std::string name);
// Whether a line that fits the pattern happens; at that time (in seconds), if one is given.
Node make_happens(std::string pattern, Node at);
// Whether the first lines that fit each pattern happen in this order.
Node make_in_order(std::vector<std::string> patterns);
// Whether a line that fits `pattern` happens after the first one that fits `first`.
Node make_after(std::string pattern, std::string first);
Node make_count(std::string pattern);
Node make_time(std::string pattern, bool of_last);
Node make_end();
Node make_not(Node condition);
// Both or one of two conditions; the second is only asked if it matters.
Node make_and(Node left, Node right);
Node make_or(Node left, Node right);
// One of == != < <= > >= + - * / max min. Throws std::out_of_range for anything else.
Node make_binary(const std::string& symbol, Node left, Node right);

// The first or last line that fits, from line `begin` on; null if there is none.
const Line* find_line(const Facts& facts, const std::string& pattern, std::size_t begin = 0,
                      bool last = false);

}  // namespace loopscope::course
