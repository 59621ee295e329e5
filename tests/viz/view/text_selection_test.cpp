#include "viz/view/text_selection.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;

TEST_CASE("marked text is what lies between two places, in whichever order they were marked") {
    const std::string source = "first line\nsecond\n\nlast";
    const auto lines = split_source(source, true);
    const TextSelection down{{0, 6}, {1, 3}}, up{{1, 3}, {0, 6}};
    CHECK(down.text(lines) == "line\nsec");
    CHECK(up.text(lines) == "line\nsec");
    CHECK(TextSelection{{1, 0}, {3, 99}}.text(lines) == "second\n\nlast");
    CHECK(TextSelection{{2, 0}, {2, 0}}.text(lines) == "");
    CHECK(TextSelection{{1, 2}, {9, 0}}.text(lines) == "cond\n\nlast\n");
    CHECK(letter_at("a\u00fcb", 2) == 1);  // inside of the ü
    CHECK(letter_at("abc", 99) == 3);
}
