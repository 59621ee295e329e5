#include "viz/data/runs/parameter_lines.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

namespace {

const std::map<std::string, std::string> kValues = {{"delay", "0.5"}, {"mode", "\"tcp\""}, {"limit", "null"}};

}  // namespace

TEST_CASE("a copy of the source has the values that were chosen") {
    const std::string source = "import asyncio\n\nDELAY = 1\nSTAY = True\nNAME = \"a\"\n\nprint(DELAY)\n";
    CHECK(with_values(source, {{"delay", "null"}, {"stay", "false"}, {"name", "\"long one\""}}) ==
          "import asyncio\n\nDELAY = None\nSTAY = False\nNAME = \"long one\"\n\nprint(DELAY)\n");
    CHECK(with_values(source, {{"delay", "1"}, {"stay", "true"}}) == source);
}

TEST_CASE(
    "a copy with other values and its scenario's name says the same as the twin, an edited one does not") {
    const std::string twin = "import asyncio\n\nDELAY = 1\n\nprint(DELAY)\n";
    const std::string copy = "# loopscope: it\nimport asyncio\n\nDELAY = 5\n\nprint(DELAY)\n";
    CHECK(differ_in_values_only(twin, twin, kValues));
    CHECK(differ_in_values_only(twin, copy, kValues));
    CHECK_FALSE(differ_in_values_only(twin, copy + "print(2)\n", kValues));
    CHECK_FALSE(differ_in_values_only(twin, "# loopscope: it", kValues));
    CHECK_FALSE(differ_in_values_only(twin, "", kValues));
}

TEST_CASE("in Python a parameter enters at its constant, and the value is noted if it is another") {
    const auto marks =
        parameter_marks("import asyncio\n\nDELAY = 1\nMODE = \"tcp\"\nLIMIT = 5\nOTHER = 2\n", true, kValues);
    REQUIRE(marks.size() == 3);
    CHECK(marks[0].line == 3);
    CHECK(marks[0].begin == 8);
    CHECK(marks[0].length == 1);
    CHECK(marks[0].note == "DELAY = 0.5");
    CHECK(marks[1].line == 4);
    CHECK(marks[1].note.empty());
    CHECK(marks[2].note == "LIMIT = None");
}

TEST_CASE("in C++ a parameter enters wherever it is asked for, and the value is always noted") {
    const std::string line =
        "    f(p.get<double>(\"delay\"), p.get<std::optional<double>>(\"limit\"), p.get<int>(\"x\"));";
    const auto marks = parameter_marks("int x;\n" + line + "\n", false, kValues);
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].line == 2);
    CHECK(line.substr(marks[0].begin, marks[0].length) == "p.get<double>(\"delay\")");
    CHECK(marks[0].note == "delay = 0.5");
    CHECK(line.substr(marks[1].begin, marks[1].length) == "p.get<std::optional<double>>(\"limit\")");
    CHECK(marks[1].note == "limit = std::nullopt");
}

TEST_CASE("a program that ran without parameters has no marks") {
    CHECK(parameter_marks("DELAY = 1\n", true, {}).empty());
}
