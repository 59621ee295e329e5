#include "viz/view/time_scale.h"

#include "tests/viz/samples.h"
#include "viz/data/recording/axis.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("fit shows everything") {
    TimeScale scale(100, 500, 40);
    scale.fit(40);
    CHECK(scale.shows_all());
    CHECK(scale.to_pixel(100) == doctest::Approx(500));
}

TEST_CASE("fit shows everything in every width, whatever is rounded") {
    for (double width = 100; width < 2000; width += 7) {
        TimeScale scale(67, width, 1e9, 8);
        scale.fit(1e9);
        CAPTURE(width);
        CHECK(scale.shows_all());
    }
}

TEST_CASE("fit does not blow up what is short") {
    TimeScale scale(3, 500, 40);
    scale.fit(30);
    CHECK(scale.pixels_per_unit() == doctest::Approx(30));
}

TEST_CASE("there can be air before the first position, and it cannot be left behind") {
    TimeScale scale(100, 510, 40, 10);
    scale.fit(40);
    CHECK(scale.to_pixel(0) == doctest::Approx(10));
    CHECK(scale.to_pixel(100) == doctest::Approx(510));
    scale.zoom_at(250, 4);
    scale.pan(-1e9);
    CHECK(scale.to_pixel(0) == doctest::Approx(10));
    scale.pan(1e9);
    CHECK(scale.to_pixel(100) == doctest::Approx(510));
    scale.restore_start(20);
    CHECK(scale.to_pixel(0) == doctest::Approx(10));
    CHECK(scale.pixels_per_unit() == doctest::Approx(20));
}

TEST_CASE("what is under the mouse stays there when zooming") {
    TimeScale scale(1000, 500, 100);
    scale.fit(100);
    const double before = scale.to_position(200);
    scale.zoom_at(200, 8);
    CHECK(scale.to_position(200) == doctest::Approx(before));
    scale.zoom_at(200, 0.5);
    CHECK(scale.to_position(200) == doctest::Approx(before));
}

TEST_CASE("one cannot zoom or pan out of the recording") {
    TimeScale scale(1000, 500, 100);
    scale.fit(100);
    scale.zoom_at(250, 1e9);
    CHECK(scale.pixels_per_unit() == doctest::Approx(100));
    scale.pan(-1e9);
    CHECK(scale.start() == doctest::Approx(0));
    scale.pan(1e9);
    CHECK(scale.end() == doctest::Approx(1000));
    scale.zoom_at(250, 1e-9);
    CHECK(scale.shows_all());
}

TEST_CASE("revealing moves as little as it takes") {
    TimeScale scale(1000, 500, 100);
    scale.restore(0, 5);  // 0 to 100 visible
    scale.reveal(50, 40);
    CHECK(scale.start() == doctest::Approx(0));
    scale.reveal(200, 40);
    CHECK(scale.to_pixel(200) == doctest::Approx(460));
    scale.reveal(100, 40);
    CHECK(scale.to_pixel(100) == doctest::Approx(40));
}

TEST_CASE("pixel and position are each other's inverse") {
    TimeScale scale(10, 333, 1e6);
    scale.restore(2.5, 77);
    for (const double pixel : {0.0, 1.0, 100.5, 333.0})
        CHECK(scale.to_pixel(scale.to_position(pixel)) == doctest::Approx(pixel));
}

TEST_CASE(
    "on the logical axis each stop takes one column, on the clock axis an instant has room for its turns") {
    Store store(sleeper(3));
    const Axis logical(store, AxisMode::logical), clock(store, AxisMode::clock);
    CHECK(logical.end() == doctest::Approx(static_cast<double>(store.stops().size())));
    for (std::size_t i = 0; i < store.stops().size(); ++i) {
        CHECK(logical.position(store.stops()[i]) == doctest::Approx(static_cast<double>(i)));
        CHECK(logical.count_at(static_cast<double>(i) + 0.5) == store.stops()[i] + 1);
        CHECK(logical.cursor(store.stops()[i] + 1) == doctest::Approx(static_cast<double>(i + 1)));
    }
    // Half of the axis is time, half is for what happens in the instants.
    CHECK(clock.end() == doctest::Approx(6));
    CHECK(clock.position(0) == doctest::Approx(0));
    for (std::size_t i = 0; i < store.stops().size(); ++i) {
        const loopscope::trace::EventIndex stop = store.stops()[i];
        CHECK(clock.count_at(clock.position(stop)) == stop + 1);
        CHECK(clock.first_event_from(clock.position(stop)) <= stop);
        if (i == 0) continue;
        const loopscope::trace::EventIndex before = store.stops()[i - 1];
        const double time = static_cast<double>(store.time_at(stop + 1) - store.time_at(before + 1)) * 1e-9;
        const double apart = clock.position(stop) - clock.position(before);
        CHECK(apart == doctest::Approx(time + 3.0 / static_cast<double>(store.stops().size())));
    }
    CHECK(clock.position_of_time(2) - clock.position_of_time(1) == doctest::Approx(1));
    CHECK(logical.count_at(-1) == 0);
    CHECK(logical.count_at(1e9) == store.stops().back() + 1);
}

TEST_CASE("positions are right wherever the stops lie") {
    SampleBuilder b;
    // Stops in one heap at the end, after much that is none.
    for (int i = 0; i < 3000; ++i) b.add(loopscope::trace::EventKind::link, {.a = 1, .b = 2});
    for (int i = 0; i < 40; ++i) b.add(loopscope::trace::EventKind::print, {.text = "x"});
    for (int i = 0; i < 3000; ++i) b.add(loopscope::trace::EventKind::link, {.a = 1, .b = 2});
    b.add(loopscope::trace::EventKind::print, {.text = "y"});
    Store store(b.take());
    const Axis axis(store, AxisMode::logical);
    REQUIRE(store.stops().size() == 41);
    for (loopscope::trace::EventIndex event = 0; event <= store.event_count(); ++event) {
        const auto before = static_cast<double>(event <= 3000   ? 0
                                                : event <= 3040 ? event - 3000
                                                : event <= 6040 ? 40
                                                                : 41);
        CHECK(axis.position(event) == doctest::Approx(before));
    }
}
