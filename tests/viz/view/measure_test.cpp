#include "viz/view/measure.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("between two moments lie time, turns and events, whichever is named first") {
    SampleBuilder b;
    b.turn(1, 0);
    b.turn(2, kSecond);
    b.turn(3, kSecond * 5 / 2);
    const Store store(b.take());
    const Words& words = Words::of("en");
    CHECK(measure_text(store, {1, 3}, words) == "2.5 s, 2 turns, 2 events");
    CHECK(measure_text(store, {3, 1}, words) == "2.5 s, 2 turns, 2 events");
    CHECK(measure_text(store, {1, 2}, words) == "1 s, 1 turn, 1 event");
    CHECK(measure_text(store, {2, 2}, words) == "0 s, 0 turns, 0 events");
}
