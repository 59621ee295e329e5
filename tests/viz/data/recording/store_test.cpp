#include "viz/data/recording/store.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("the store knows stops, turns, marks and output at every event") {
    Store store(sleeper());
    CHECK(store.turns().size() == 5);
    CHECK(store.prints().size() == 2);
    CHECK(store.marks().size() == 2);
    CHECK(store.printed(0) == 0);
    CHECK(store.printed(store.prints()[0]) == 0);
    CHECK(store.printed(store.prints()[0] + 1) == 1);
    CHECK(store.turn_at(0) == nullptr);
    CHECK(store.turn_at(store.event_count())->number == 5);
    CHECK(store.time_at(store.event_count()) == kSecond);
    CHECK_FALSE(store.last_stop(0).has_value());
    Store other(cancelled_and_failed());
    std::size_t errors = 0, cancellations = 0;
    for (const Mark& mark : other.marks()) {
        errors += mark.kind == MarkKind::error;
        cancellations += mark.kind == MarkKind::cancellation;
    }
    CHECK(errors == 1);
    CHECK(cancellations == 2);
}

TEST_CASE("a wait that nothing follows yet is the last stop: there the loop stands") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::task, "main");
    b.turn(1, 0);
    b.add(loopscope::trace::EventKind::call, {.text = "callback"});
    b.add(loopscope::trace::EventKind::call_end, {});
    const auto select = b.add(loopscope::trace::EventKind::select, {.value = -1});
    Store store(b.take());
    REQUIRE_FALSE(store.stops().empty());
    CHECK(store.stops().back() == select);
    CHECK(store.at(select + 1).running.empty());
}
