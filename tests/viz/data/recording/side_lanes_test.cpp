#include "viz/data/recording/side_lanes.h"
#include "viz/data/recording/store.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectId;
using loopscope::trace::ObjectKind;

TEST_CASE("a coroutine that was never awaited is a card in the step in which it is gone, for each function") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.turn(1, 0);
    const auto step = b.add(EventKind::step, {.a = 1});
    const auto first =
        b.add(EventKind::warning, {.text = "never awaited: coroutine 'greet' was never awaited"});
    const auto second = b.add(EventKind::warning, {.text = "never awaited: coroutine greet() was called"});
    b.add(EventKind::warning, {.text = "never awaited: coroutine 'other' was never awaited"});
    b.create(2, ObjectKind::thread, "worker");
    b.add(EventKind::thread_run, {.a = 2});
    const Store store(b.take());
    REQUIRE(store.sides().size() == 3);
    const SideLane& greet = store.sides()[0];
    CHECK(greet.kind == SideKind::coroutine);
    CHECK(greet.name == "greet");
    REQUIRE(greet.spans.size() == 2);
    CHECK(greet.spans[0].begin == step);
    CHECK(greet.spans[0].end == first);
    CHECK(greet.spans[1].begin == first);
    CHECK(greet.spans[1].end == second);
    CHECK(store.sides()[1].name == "other");
    CHECK(store.sides()[2].kind == SideKind::thread);
}

TEST_CASE("threads, connections and timers have what they did, and nothing is there that was not used") {
    CHECK(Store(cancelled_and_failed()).sides().size() == 1);  // a sleep's timer
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    CHECK(Store(b.take()).sides().empty());
    SampleBuilder c;
    c.create(1, ObjectKind::thread, "worker");
    c.add(EventKind::thread_run, {.a = 1});
    c.add(EventKind::thread_wait, {.a = 1});
    c.add(EventKind::drop, {.a = 1});
    c.create(2, ObjectKind::transport, "client");
    c.add(EventKind::stream_write, {.a = 2, .value = 10});
    c.add(EventKind::stream_pause, {.a = 2, .flags = 2});
    c.add(EventKind::stream_lost, {.a = 2});
    c.create(3, ObjectKind::timer, "t");
    c.add(EventKind::timer, {.a = 3, .value = 5});
    c.add(EventKind::timer, {.a = 4, .value = 6});
    c.add(EventKind::timer_cancel, {.a = 3});
    const Store store(c.take());
    const auto& sides = store.sides();
    REQUIRE(sides.size() == 3);
    CHECK(sides[0].kind == SideKind::thread);
    REQUIRE(sides[0].spans.size() == 2);
    CHECK(sides[0].spans[0].state == SideState::runs);
    CHECK(sides[0].spans[1].end == 3);
    CHECK(sides[1].kind == SideKind::stream);
    CHECK(sides[1].spans.back().state == SideState::paused);
    CHECK(sides[1].marks.front().amount == 10);
    CHECK(sides[2].kind == SideKind::timers);
    CHECK(sides[2].most == 2);
    CHECK(sides[2].spans.back().level == 1);
    CHECK(sides[2].spans.back().end == store.event_count());
}

TEST_CASE("calls that one thread of an executor runs one after the other share its lane") {
    SampleBuilder b;
    for (const ObjectId call : {1U, 2U, 3U}) {
        b.create(call, ObjectKind::thread, call == 3 ? "asyncio_1" : "asyncio_0");
        b.add(EventKind::thread_run, {.a = call});
        if (call != 2) b.add(EventKind::drop, {.a = call});
    }
    const Store store(b.take());
    REQUIRE(store.sides().size() == 2);
    CHECK(store.sides()[0].spans.size() == 2);
    CHECK(store.sides()[1].spans.size() == 1);
}

TEST_CASE("of a coroutine that was never awaited one knows only when it is gone") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::print, {.a = 1, .text = "before"});
    b.add(EventKind::warning, {.a = 1, .text = "never awaited: coroutine 'greet' was never awaited"});
    const Store store(b.take());
    REQUIRE(store.sides().size() == 1);
    const SideSpan& span = store.sides()[0].spans.front();
    CHECK(span.begin == 1);
    CHECK(span.known() == 3);
}

TEST_CASE(
    "a child process has a lane from its start to its end, whose task started it and with its return code") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.add(EventKind::step, {.a = 1});
    const auto started = b.create(2, ObjectKind::process, "sleep");
    b.create(3, ObjectKind::process, "cat");
    b.add(EventKind::await, {.a = 1, .b = 4});
    const auto killed = b.add(EventKind::process_exit, {.a = 2, .value = -15});
    const Store store(b.take());
    REQUIRE(store.sides().size() == 2);
    const SideLane& sleep = store.sides()[0];
    CHECK(sleep.kind == SideKind::process);
    CHECK(sleep.task == 1);
    REQUIRE(sleep.spans.size() == 1);
    CHECK(sleep.spans[0].begin == started);
    CHECK(sleep.spans[0].end == killed);
    REQUIRE(sleep.marks.size() == 1);
    CHECK(sleep.marks[0].sign == SideSign::exited);
    CHECK(sleep.marks[0].amount == -15);
    CHECK(store.sides()[1].spans[0].end == store.event_count());
    CHECK(store.sides()[1].marks.empty());
}

TEST_CASE("a connection is of the task that reads from it, whoever writes to it before") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "guest 1");
    b.create(2, ObjectKind::task, "guest 2");
    b.create(10, ObjectKind::transport, "side of 1");
    b.create(11, ObjectKind::transport, "side of 2");
    b.create(12, ObjectKind::transport, "only written to");
    b.add(EventKind::step, {.a = 2});
    for (const ObjectId side : {10U, 11U, 12U}) b.add(EventKind::stream_write, {.a = side, .value = 5});
    b.add(EventKind::stream_wait, {.a = 10, .b = 20, .flags = loopscope::trace::kWrite});
    b.add(EventKind::stream_wait, {.a = 11, .b = 21, .flags = loopscope::trace::kRead});
    b.add(EventKind::await, {.a = 2, .b = 21});
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::stream_wait, {.a = 10, .b = 22, .flags = loopscope::trace::kRead});
    b.add(EventKind::await, {.a = 1, .b = 22});
    const Store store(b.take());
    REQUIRE(store.sides().size() == 3);
    const ObjectId owners[] = {1, 2, 2};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(store.sides()[i].task == owners[i]);
        CHECK(store.stream_ends().owner(store.sides()[i].object) == owners[i]);
    }
}
