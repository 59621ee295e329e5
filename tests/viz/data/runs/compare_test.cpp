#include "viz/data/runs/compare.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;
using loopscope::trace::EventKind;
using loopscope::trace::InterventionKind;
using loopscope::trace::ObjectId;
using loopscope::trace::ObjectKind;
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

TEST_CASE("a parameter and its values have the names that people call them by") {
    Recording before = sleeper(1), after = sleeper(2);
    before.header.parameters["stay"] = "true";
    after.header.parameters["stay"] = "false";
    const ParameterTexts texts{[](const std::string&) { return std::string("Stays connected"); },
                               [](const std::string&, const std::string& json) {
                                   return std::string(json == "true" ? "yes" : "no");
                               }};
    CHECK(compare(before, after, Words::of("en"), texts).given[0] ==
          "Another value: Stays connected was yes and is no.");
    CHECK(what_is_special(after, before, Words::of("en"), texts) == "Stays connected: no");
    CHECK(what_is_special(after, after, Words::of("en"), texts).empty());
}

namespace {

// One after the other print and end; each sleeps so long. With a measured clock.
Recording measured(const std::vector<std::pair<const char*, std::int64_t>>& sleeps, bool prints = true) {
    SampleBuilder sample;
    sample.add(EventKind::loop_run, {});
    const auto id = [&](const char* name) { return static_cast<std::uint32_t>(name[0] - 'A' + 1); };
    for (const char* name : {"A", "B"}) sample.create(id(name), loopscope::trace::ObjectKind::task, name);
    sample.turn(1, 0);
    for (const auto& [name, ns] : sleeps) {
        sample.create(id(name) + 10, loopscope::trace::ObjectKind::sleep, "sleep", {.value = ns});
        sample.add(EventKind::step, {.a = id(name)});
        sample.add(EventKind::await, {.a = id(name), .b = id(name) + 10});
    }
    std::uint32_t turn = 1;
    for (const auto& [name, ns] : sleeps) {
        sample.turn(++turn, ns);
        sample.ready(id(name), loopscope::trace::ReadyReason::woken, id(name) + 10);
        sample.add(EventKind::step, {.a = id(name)});
        if (prints) sample.add(EventKind::print, {.a = id(name), .text = name});
        sample.add(EventKind::task_return, {.a = id(name)});
    }
    Recording recording = sample.take();
    recording.header.clock = "real";
    return recording;
}

constexpr std::int64_t kMilli = 1'000'000;

}  // namespace

TEST_CASE("measured times are no difference: what is compared is what each task does") {
    const Comparison same = compared(measured({{"A", 101 * kMilli}, {"B", 203 * kMilli}}),
                                     measured({{"A", 104 * kMilli}, {"B", 201 * kMilli}}));
    CHECK_FALSE(same.first);
    CHECK(text_of(same, Words::of("en")).find("Measured times never are equal") != std::string::npos);
    const Comparison order = compared(measured({{"A", 101 * kMilli}, {"B", 203 * kMilli}}),
                                      measured({{"B", 99 * kMilli}, {"A", 201 * kMilli}}));
    REQUIRE(order.first);
    CHECK(order.first->sentence.starts_with("Each task takes the same steps. Only whose turn"));
    CHECK_FALSE(order.first->by_chance);  // it shows: they print in another order
    const Comparison unseen = compared(measured({{"A", 101 * kMilli}, {"B", 203 * kMilli}}, false),
                                       measured({{"B", 99 * kMilli}, {"A", 201 * kMilli}}, false));
    REQUIRE(unseen.first);
    CHECK(unseen.first->by_chance);
}

TEST_CASE("of measured runs it is told where a task goes on that in the other run does not") {
    Recording longer = measured({{"A", 101 * kMilli}, {"B", 203 * kMilli}});
    loopscope::trace::Event more{};
    more.kind = EventKind::step;
    more.a = 2;
    longer.events.append(more);
    const Comparison comparison = compared(measured({{"A", 101 * kMilli}, {"B", 203 * kMilli}}), longer);
    REQUIRE(comparison.first);
    CHECK(comparison.first->sentence.ends_with("in the first that task takes no further step."));
    CHECK_FALSE(comparison.first->by_chance);
}

TEST_CASE("of measured runs the waits that changed most come first, and what is jitter is not told") {
    const Store before(measured({{"A", 101 * kMilli}, {"B", 3000 * kMilli}})),
        after(measured({{"A", 103 * kMilli}, {"B", 150 * kMilli}}));
    const auto changes = task_changes(before, after, Words::of("en"));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].name == "B");
    CHECK(changes[0].what == "sleep 3 s → 0.15 s");
    CHECK(text_of(changes, Words::of("en"), 5) == "Tasks that differ (1):\n  B: sleep 3 s → 0.15 s\n");
}

TEST_CASE("on the loop's own clock each task that did something else is listed") {
    const Store before(sleeper(1)), after(sleeper(2));
    const auto changes = task_changes(before, after, Words::of("en"));
    REQUIRE(changes.size() == 2);
    CHECK(changes[1].what == "sleep 1 s → 2 s");
    CHECK(task_changes(before, before, Words::of("en")).empty());
}

TEST_CASE("a task that the program has named is the same one, whatever it runs in the other run") {
    const auto run = [](std::string_view function, EventKind end) {
        SampleBuilder b;
        b.create(1, ObjectKind::task, "C");
        b.create(2, ObjectKind::task, "Task-2");
        for (const ObjectId task : {1U, 2U}) {
            b.add(EventKind::step, {.a = task});
            b.add(EventKind::enter, {.a = task, .text = function});
            b.add(end, {.a = task, .text = "None"});
        }
        return b.take();
    };
    const Store before(run("good", EventKind::task_return)), after(run("bad", EventKind::task_raise));
    const auto changes = task_changes(before, after, Words::of("en"));
    REQUIRE(changes.size() == 3);
    CHECK(std::count_if(changes.begin(), changes.end(), [](const TaskChange& change) {
              return change.before != 0 && change.after != 0;
          }) == 1);
}

TEST_CASE("of a program whose text has changed the changed line is told with both its texts") {
    const auto run = [](const std::string& line) {
        SampleBuilder sample;
        sample.source({"chat.py", "python", "first\n" + line + "\nlast\n"});
        sample.turn(1, 0);
        return sample.take();
    };
    const Comparison found = compared(run("sleep(20)"), run("sleep(5)"));
    REQUIRE(found.lines.size() == 1);
    CHECK(text_of(found, Words::of("en")).find("\n  chat.py:2 was “sleep(20)” and is “sleep(5)”.\n") !=
          std::string::npos);
}
