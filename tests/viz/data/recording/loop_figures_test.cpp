#include "viz/data/recording/loop_figures.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using namespace loopscope::trace;

TEST_CASE("the loop's figures tell its longest turn, its waiting, its longest queue and its latest timer") {
    SampleBuilder sample;
    sample.create(1, ObjectKind::task, "main");
    sample.ready(1, ReadyReason::created);
    sample.create(2, ObjectKind::task, "other");
    const EventIndex second = sample.ready(2, ReadyReason::created);
    const EventIndex turn = sample.turn(1, 0);
    sample.add(EventKind::step, {.a = 1});
    sample.create(3, ObjectKind::timer, "beat", {.value = kSecond});
    sample.add(EventKind::timer, {.a = 3, .value = kSecond});
    sample.add(EventKind::clock, {.value = 3 * kSecond});
    sample.add(EventKind::task_return, {.a = 1});
    sample.add(EventKind::step, {.a = 2});
    sample.add(EventKind::task_return, {.a = 2});
    sample.turn(2, 3 * kSecond);
    const EventIndex due = sample.ready(3, ReadyReason::timer);
    sample.add(EventKind::call, {.a = 3});
    sample.add(EventKind::call_end, {.a = 3});
    sample.add(EventKind::select, {.value = 2 * kSecond});
    sample.turn(3, 5 * kSecond);
    const Store store(sample.take());
    const LoopFigures figures = loop_figures(store);
    CHECK(figures.turns == 3);
    CHECK(figures.longest_turn_ns == 3 * kSecond);
    CHECK(figures.longest_turn_at == turn);
    CHECK(figures.in_turns_ns == 3 * kSecond);
    CHECK(figures.selecting_ns == 2 * kSecond);
    CHECK(figures.longest_queue == 2);
    CHECK(figures.longest_queue_at == second);
    CHECK(figures.latest_timer_ns == 2 * kSecond);
    CHECK(figures.latest_timer_at == due);
}
