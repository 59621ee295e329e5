#include "viz/view/text_selection.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

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
}

TEST_CASE("a place in a line is counted in letters as they are seen, however many bytes each takes") {
    const auto width_of = [](std::string_view text) {
        return 10.0F * static_cast<float>(std::count_if(text.begin(), text.end(),
                                                        [](char c) { return (c & 0xC0) != 0x80; }));
    };
    CHECK(letter_at("a\u00fcb", 12, width_of) == 1);
    CHECK(letter_at("a\u00fcb", 18, width_of) == 3);  // behind the \u00fc
    CHECK(letter_at("a\u00fcb", 29, width_of) == 4);
    CHECK(letter_at("abc", 990, width_of) == 3);
    CHECK(letter_at("abc", -5, width_of) == 0);
}
