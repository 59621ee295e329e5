#include "viz/data/text/line_breaks.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

namespace {

// Each letter is one wide.
std::string broken(std::string_view text, float width) {
    return break_lines(text, width, [](std::string_view part) { return static_cast<float>(part.size()); });
}

}  // namespace

TEST_CASE("lines end between words, and what fits is one line") {
    CHECK(broken("one two three", 20) == "one two three");
    CHECK(broken("one two three", 7) == "one two\nthree");
    CHECK(broken("one two three", 8) == "one two\nthree");
    CHECK(broken("one\ntwo three", 20) == "one\ntwo three");
    CHECK(broken("", 5).empty());
    CHECK(broken("  ", 1).size() <= 4);
}

TEST_CASE("no line ends within a name or a number, nor between a number and its unit") {
    CHECK(broken("calls outer.cancel() now", 14) == "calls\nouter.cancel()\nnow");
    CHECK(broken("it ends at 1.5 s, late", 14) == "it ends at\n1.5 s, late");
    CHECK(broken("it ends at 12 s", 13) == "it ends at\n12 s");
    CHECK(broken("buffer of 64 KiB", 12) == "buffer of\n64 KiB");
    CHECK(broken("it begins at t = 0 s: two", 15) == "it begins at\nt = 0 s: two");
    CHECK(broken("all 3 sleep", 6) == "all 3\nsleep");
}

TEST_CASE("a word wider than the line is cut, but never within a letter") {
    CHECK(broken("abcdefgh", 3) == "abc\ndef\ngh");
    CHECK(broken("a bcdefgh", 3) == "a\nbcd\nefg\nh");
    CHECK(broken("ä", 1) == "ä");
    std::size_t measured = 0;
    const std::string megabyte(1'000'000, 'x');
    break_lines(megabyte, 100, [&](std::string_view part) {
        measured += part.size();
        return static_cast<float>(part.size());
    });
    CHECK(measured < 10 * megabyte.size());
}

TEST_CASE("a line of code is broken after blanks, else where it must be, and nothing of it is lost") {
    const std::string line = "    results = await asyncio.gather(work(A), work(B), work(C))";
    const auto pieces = break_code(line, 40, 24);
    CHECK(pieces == std::vector<std::string_view>{"    results = await ", "asyncio.gather(work(A), ",
                                                  "work(B), work(C))"});
    CHECK(break_code(line, line.size(), 4) == std::vector<std::string_view>{line});
    CHECK(break_code("    get_loop().set_executor(Pool(SIZE))", 30, 12) ==
          std::vector<std::string_view>{"    get_loop().set_executor(", "Pool(SIZE))"});
    CHECK(break_code("", 4, 4) == std::vector<std::string_view>{""});
    CHECK(break_code("abcdefghij", 4, 5) == std::vector<std::string_view>{"abcd", "efghi", "j"});
    CHECK(break_code("abc\u00e4\u00e4\u00e4", 4, 4) ==
          std::vector<std::string_view>{"abc", "\u00e4\u00e4", "\u00e4"});
}
