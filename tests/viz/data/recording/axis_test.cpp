#include "viz/data/recording/axis.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectKind;
using loopscope::trace::Recording;

namespace {

// Prints so many lines in each of the instants 0 s, 1 s, 2 s, …
Recording lines_at(const std::vector<int>& lines) {
    SampleBuilder sample;
    sample.add(EventKind::loop_run, {});
    sample.create(1, ObjectKind::task, "A");
    for (std::size_t second = 0; second < lines.size(); ++second) {
        sample.turn(static_cast<std::uint32_t>(second + 1), static_cast<std::int64_t>(second) * kSecond);
        for (int i = 0; i < lines[second]; ++i) sample.add(EventKind::print, {.a = 1, .text = "line"});
    }
    return sample.take();
}

}  // namespace

TEST_CASE("two runs share a clock axis: each time is at one place, however much happens before it") {
    const Store busy(lines_at({9, 1, 1, 1})), quiet(lines_at({1, 1, 4}));
    const SharedClock shared(busy, quiet);
    const Axis first(busy, AxisMode::clock, &shared), second(quiet, AxisMode::clock, &shared);
    const auto turn = [](const Store& store, const Axis& axis, std::size_t number) {
        return axis.position(store.turns()[number].event);
    };
    for (std::size_t second_at = 0; second_at < 3; ++second_at) {
        CAPTURE(second_at);
        CHECK(turn(busy, first, second_at) == doctest::Approx(turn(quiet, second, second_at)));
        const auto time = static_cast<double>(second_at);
        CHECK(first.position_of_time(time) == doctest::Approx(second.position_of_time(time)));
    }
    CHECK(first.end() > second.end());
    // In its instant each event still has a place of its own, and it is found there.
    for (const Store* store : {&busy, &quiet}) {
        const Axis& axis = store == &busy ? first : second;
        double last = -1;
        for (const EventIndex stop : store->stops()) {
            CHECK(axis.position(stop) > last);
            last = axis.position(stop);
            CHECK(axis.count_at(last) == stop + 1);
        }
    }
}

TEST_CASE("alone on its axis a run has no room for what another one does") {
    const Store store(lines_at({9, 1, 1, 1}));
    const SharedClock with_itself(store, store);
    for (EventIndex event = 0; event < store.event_count(); ++event)
        CHECK(Axis(store, AxisMode::clock).position(event) ==
              doctest::Approx(Axis(store, AxisMode::clock, &with_itself).position(event)));
}

TEST_CASE("on the linear axis room is time and nothing else, and each instant is found") {
    const Store store(lines_at({9, 1, 1, 4}));
    const Axis axis(store, AxisMode::linear);
    for (const EventIndex stop : store.stops()) {
        const double seconds = static_cast<double>(store.time_at(stop + 1)) * 1e-9;
        CHECK(axis.position(stop) == doctest::Approx(seconds));
        CHECK(store.time_at(axis.count_at(axis.position(stop))) == store.time_at(stop + 1));
        CHECK(axis.position_of_time(seconds) == doctest::Approx(seconds));
    }
    CHECK(axis.end() == doctest::Approx(static_cast<double>(store.time_at(store.event_count())) * 1e-9));
}
