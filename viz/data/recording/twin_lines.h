// Which line of one source says what a line of its twin says. The twins are written alike, so lines are
// aligned by their words: `co_await asyncio::sleep(1);` goes with `await asyncio.sleep(1)`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace loopscope::viz {

class TwinLines {
public:
    TwinLines() = default;
    TwinLines(std::string_view left, std::string_view right);

    // 0 if the other side has no such line. Lines count from 1.
    std::uint32_t right_of(std::uint32_t left_line) const { return at(to_right_, left_line); }
    std::uint32_t left_of(std::uint32_t right_line) const { return at(to_left_, right_line); }

    // Where a line is to be shown on the other side. One without a line of its own there, as where one line
    // of Python is two branches in C++, or the brace that ends a function, stands at the one that is most
    // like it, else at the nearest above.
    std::uint32_t shown_right_of(std::uint32_t left_line) const { return at(shown_right_, left_line); }
    std::uint32_t shown_left_of(std::uint32_t right_line) const { return at(shown_left_, right_line); }

private:
    static std::uint32_t at(const std::vector<std::uint32_t>& map, std::uint32_t line) {
        return line < map.size() ? map[line] : 0;
    }
    std::vector<std::uint32_t> to_right_, to_left_, shown_right_, shown_left_;
};

}  // namespace loopscope::viz
