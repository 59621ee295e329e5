#include "viz/data/runs/compare.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;
using loopscope::trace::EventKind;
using loopscope::trace::InterventionKind;
using loopscope::trace::Recording;

namespace {

Comparison compared(const Recording& before, const Recording& after) {
    return compare(before, after, Words::of("en"));
}

}  // namespace

TEST_CASE("equal runs have no difference") {
    const Comparison same = compared(three_in_a_row(), three_in_a_row());
    CHECK_FALSE(same.first);
    CHECK(same.given == std::vector<std::string>{"The same program with the same values."});
    CHECK(same.results == std::vector<std::string>{"Both print the same.", "Both end at t = 0 s."});
}

TEST_CASE("of two programs the values are not compared: each has its own") {
    Recording before = sleeper(1), after = sleeper(2);
    before.header.program = "one";
    before.header.parameters["seconds"] = "1";
    after.header.program = "other";
    after.header.parameters["minutes"] = "2";
    CHECK(compared(before, after).given == std::vector<std::string>{"Two programs: one and other."});
}

TEST_CASE("another value is named, and where it first shows") {
    Recording before = sleeper(1), after = sleeper(2);
    before.header.parameters["seconds"] = "1";
    after.header.parameters["seconds"] = "2";
    const Comparison found = compared(before, after);
    CHECK(found.given == std::vector<std::string>{"Another value: seconds was 1 and is 2."});
    REQUIRE(found.first);
    CHECK(found.first->sentence ==
          "At t = 0 s, in turn 2: in the first run A sleeps until t = 1 s; in the second A sleeps until "
          "t = 2 s.");
    CHECK(before.events[found.first->before].kind == EventKind::await);
    CHECK(after.events[found.first->after].kind == EventKind::await);
    CHECK(std::count(found.results.begin(), found.results.end(),
                     "The first ends at t = 1 s, the second at t = 2 s.") == 1);
}

TEST_CASE("an intervention is the first difference, and is said to be the user's") {
    const Comparison found =
        compared(three_in_a_row(), three_in_a_row({{InterventionKind::first, 3, {1, 0}, 0, {}}}));
    REQUIRE(found.first);
    CHECK(found.first->sentence ==
          "At t = 0 s, in turn 1: in the second run you intervene (run next: c); in the first a runs.");
    CHECK(found.given == std::vector<std::string>{"In the second run you intervene: run next c (turn 1)."});
    CHECK(found.results[0] ==
          "Line 1 of the output: the first prints \u201ca\u201d, the second \u201cc\u201d.");
}

TEST_CASE("runs that differ in length only differ where one is over") {
    SampleBuilder a, b;
    for (SampleBuilder* each : {&a, &b}) {
        each->add(EventKind::loop_run, {});
        each->create(1, loopscope::trace::ObjectKind::task, "A");
    }
    b.add(EventKind::print, {.a = 1, .text = "more"});
    const Recording before = a.take(), after = b.take();
    const Comparison found = compared(before, after);
    REQUIRE(found.first);
    CHECK(found.first->sentence == "The first run is over; in the second \u201cmore\u201d is printed.");
    CHECK(found.first->before == before.events.size());
    CHECK(compared(after, before).first->sentence ==
          "The second run is over; in the first \u201cmore\u201d is printed.");
}

TEST_CASE("what runs next and what is printed are told in words, times too") {
    const auto with_print = [](const char* text, std::int64_t time) {
        SampleBuilder b;
        b.create(1, loopscope::trace::ObjectKind::task, "A");
        b.turn(1, time);
        b.add(EventKind::print, {.a = 1, .text = text});
        return b.take();
    };
    CHECK(compared(with_print("x", 0), with_print("y", 0)).first->sentence ==
          "At t = 0 s, in turn 1: in the first run \u201cx\u201d is printed; in the second \u201cy\u201d is "
          "printed.");
    CHECK(compared(with_print("x", 0), with_print("x", kSecond)).first->sentence ==
          "\u201c\u201cx\u201d is printed\u201d comes at t = 0 s in the first run and at t = 1 s in the "
          "second.");
}
