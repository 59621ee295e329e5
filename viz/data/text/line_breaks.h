// Where the lines of a running text end.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

// The text with a line break wherever `width` is full: between words, never within a name such as
// task.cancel() nor between a number and its unit. A word that is wider than `width` is cut where it must be.
// `measure` tells the width of a piece of text.
std::string break_lines(std::string_view text, float width,
                        const std::function<float(std::string_view)>& measure);

// A line of code in pieces of at most `first` bytes, those after it of at most `further`: broken after
// blanks, else after what opens or separates, else where it must be, never within a letter. Both are at
// least 4.
std::vector<std::string_view> break_code(std::string_view line, std::size_t first, std::size_t further);

}  // namespace loopscope::viz
