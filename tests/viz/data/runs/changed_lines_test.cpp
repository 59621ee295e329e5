#include "viz/data/runs/changed_lines.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::Recording;

namespace {

Recording program(const std::string& path, const std::string& text, std::uint32_t runs_at = 0) {
    Recording recording;
    const std::uint32_t source = recording.add_source({path, "python", text});
    if (runs_at != 0) recording.add_location({source, runs_at, "main"});
    return recording;
}

std::string told(const Recording& before, const Recording& after) {
    std::string text;
    for (const ChangedLine& line : changed_lines(before, after))
        text += text_of(line, Words::of("en")) + "\n";
    return text;
}

}  // namespace

TEST_CASE("a line that is another is told with both its texts") {
    CHECK(told(program("a/chat.py", "one\n    sleep(20)\nend\n"),
               program("b/chat.py", "one\n    sleep(5)\nend\n")) ==
          "chat.py:2 was “sleep(20)” and is “sleep(5)”.\n");
}

TEST_CASE("a line that has moved is told with both its places") {
    CHECK(
        told(program("chat.py", "one\nsleep(20)\nend\n"), program("chat.py", "new\none\nsleep(5)\nend\n")) ==
        "chat.py:1 is new: “new”.\nchat.py:2 was “sleep(20)”; chat.py:3 is “sleep(5)”.\n");
}

TEST_CASE("a line that is gone is told as such, and empty lines are not told") {
    CHECK(told(program("chat.py", "one\n\ntwo\nend\n"), program("chat.py", "one\n\n\nend\n")) ==
          "chat.py:3 is gone: “two”.\n");
}

TEST_CASE("two files of other names are compared if most of their lines are the same") {
    const std::string text = "one\ntwo\nthree\n";
    CHECK(told(program("slow.py", text + "sleep(20)\n"), program("chat.py", text + "sleep(5)\n")) ==
          "slow.py:4 was “sleep(20)”; chat.py:4 is “sleep(5)”.\n");
    CHECK(told(program("slow.py", "something\nelse\nx\n"), program("chat.py", text)).empty());
}

TEST_CASE("lines that ran come before those that did not") {
    const auto lines = changed_lines(program("a.py", "# old\nkeep\nsleep(1)\n", 3),
                                     program("a.py", "# new\nkeep\nsleep(2)\n"));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].after == 3);
    CHECK(lines[0].ran);
    CHECK(lines[1].after == 1);
}

TEST_CASE("the same text has no changed lines") {
    CHECK(changed_lines(program("a.py", "x\n"), program("a.py", "x\n")).empty());
}
