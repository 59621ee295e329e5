#include "viz/data/text/highlight.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;

TEST_CASE("source is split into lines and tokens that cover them") {
    const std::string python = "def f(x):  # why\n    \"\"\"one\n    two\"\"\"\n    return 'a\\'b' + 3.5\n";
    const auto lines = split_source(python, true);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].tokens.front().kind == TokenKind::keyword);
    CHECK(lines[0].tokens.back().kind == TokenKind::comment);
    CHECK(lines[1].tokens.back().kind == TokenKind::string);
    CHECK(lines[2].tokens.front().kind == TokenKind::string);
    CHECK(lines[3].tokens.back().kind == TokenKind::number);
    for (const SourceLine& line : lines) {
        std::uint32_t end = 0;
        for (const Token& token : line.tokens) {
            CHECK(token.begin == end);
            end = token.begin + token.length;
        }
        CHECK(end == line.text.size());
    }
    const auto cpp = split_source("auto s = \"no end\nco_await x; /* long\nend */ int y;", false);
    CHECK(cpp[1].tokens.front().kind == TokenKind::keyword);
    CHECK(cpp[2].tokens.front().kind == TokenKind::comment);
}
