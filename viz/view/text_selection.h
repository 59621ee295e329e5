// A stretch of text that was chosen with the mouse. Columns are bytes of the line.
#pragma once

#include "viz/data/text/highlight.h"

#include <compare>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::viz {

struct Caret {
    std::uint32_t line = 0, column = 0;  // from 0

    friend auto operator<=>(const Caret&, const Caret&) = default;
};

struct TextSelection {
    Caret anchor, head;

    bool empty() const { return anchor == head; }
    Caret first() const { return std::min(anchor, head); }
    Caret last() const { return std::max(anchor, head); }
    // The chosen columns of a line; the end is behind the line's if it goes on below.
    std::pair<std::uint32_t, std::uint32_t> in_line(std::uint32_t line, std::uint32_t length) const;
    std::string text(const std::vector<SourceLine>& lines) const;
};

// The column of the border between two letters that is nearest to pixel `x` of the line. A letter may take
// several bytes.
std::uint32_t letter_at(std::string_view text, float x,
                        const std::function<float(std::string_view)>& width_of);

}  // namespace loopscope::viz
