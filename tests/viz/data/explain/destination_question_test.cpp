#include "viz/data/explain/destination_question.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace loopscope;
using namespace loopscope::viz;
using trace::EventKind;
using trace::ObjectKind;

namespace {

// A task in its step, and a file with one line for its await.
SampleBuilder begun() {
    SampleBuilder b;
    b.source({.path = "work.py", .language = "python", .text = "first\n    await it\n"});
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::task, "B");
    b.ready(1, trace::ReadyReason::created);
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    return b;
}

std::optional<Posed> asked_about(SampleBuilder& b) {
    Store store(b.take());
    return where_it_goes(store, 0, store.event_count(), {}, [](trace::LocationId) { return true; });
}

std::string answer(const std::optional<Posed>& asked) {
    return asked ? asked->options.at(asked->answer).text.in("en").substr(0, 14) : "nothing";
}

}  // namespace

TEST_CASE("where a task goes is told by the recording: ready queue, timers, or outside") {
    SampleBuilder yields = begun();
    yields.add(EventKind::yield, {.a = 1, .line = 2});
    CHECK(answer(asked_about(yields)) == "into the ready");

    SampleBuilder sleeps = begun();
    const auto before = sleeps.create(3, ObjectKind::sleep, "sleep", {.line = 2});
    sleeps.add(EventKind::timer, {.a = 3, .b = 3, .value = kSecond, .line = 2});
    const auto awaits = sleeps.add(EventKind::await, {.a = 1, .b = 3, .line = 2});
    const auto asked = asked_about(sleeps);
    CHECK(answer(asked) == "outside, and a");
    REQUIRE(asked);
    CHECK(asked->from == before);  // the timer that it sets is not seen yet
    CHECK(asked->decided == awaits);
    CHECK(asked->text.in("en").starts_with("A comes to line 2: await it \u2013 where"));
    CHECK(asked->destinations[asked->answer] == Destination::timers);

    SampleBuilder joins = begun();
    joins.add(EventKind::await, {.a = 1, .b = 2, .line = 2});
    CHECK(answer(asked_about(joins)) == "outside, witho");
}

TEST_CASE("where two things may end a wait it is not asked") {
    SampleBuilder b = begun();
    b.create(3, ObjectKind::timeout, "timeout", {.b = 1});
    b.create(4, ObjectKind::timer, "limit", {.b = 1});
    b.add(EventKind::timer, {.a = 4, .b = 3, .value = kSecond});
    b.add(EventKind::await, {.a = 1, .b = 2, .line = 2});
    CHECK_FALSE(asked_about(b));
}

TEST_CASE("an await that is not wanted any more is passed over") {
    SampleBuilder b = begun();
    b.add(EventKind::yield, {.a = 1, .line = 2});
    Store store(b.take());
    CHECK_FALSE(where_it_goes(store, 0, store.event_count(), {}, [](trace::LocationId) { return false; }));
}
