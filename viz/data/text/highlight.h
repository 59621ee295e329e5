// Colours for source code: enough to tell keywords, strings, numbers and comments, in Python and C++.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace loopscope::viz {

enum class TokenKind : std::uint8_t { plain, keyword, string, number, comment };

struct Token {
    std::uint32_t begin = 0, length = 0;  // bytes of the line
    TokenKind kind{};
};

struct SourceLine {
    std::string_view text;
    std::vector<Token> tokens;  // without gaps
};

// `text` must outlive the result.
std::vector<SourceLine> split_source(std::string_view text, bool python);

}  // namespace loopscope::viz
