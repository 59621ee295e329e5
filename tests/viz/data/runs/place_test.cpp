#include "viz/data/runs/place.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;

TEST_CASE("after another run the place is the same as long as both agree") {
    Store before(sleeper(1)), after(sleeper(2));
    for (const EventIndex count : {0U, 4U, 10U}) CHECK(same_place(before, count, after) == count);
}

TEST_CASE("after another run the place is where the same happens") {
    Store before(sleeper());
    SampleBuilder b;  // as before, but main prints something first
    b.add(EventKind::print, {.a = 1, .text = "hello"});
    const auto tail = sleeper();
    Store same(sleeper());
    CHECK(same_place(before, before.event_count(), same) == same.event_count());
    Store other(cancelled_and_failed());
    const EventIndex found = same_place(before, 15, other);
    CHECK(found <= other.event_count());
    // A's first step is event 11 of one and 9 of the other.
    CHECK(same_place(before, 12, other) == 10);
}
