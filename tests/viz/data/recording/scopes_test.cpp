#include "viz/data/recording/scopes.h"

#include "tests/viz/samples.h"
#include "viz/data/recording/store.h"
#include "viz/tracks/scope_track.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::kNever;
using loopscope::trace::ObjectKind;

namespace {

constexpr std::uint8_t kInternal = 1;

// main (1) waits for the work (2), at most until the timer (3) comes at 2 s; the work is done at `done`.
loopscope::trace::Recording limited(std::int64_t done) {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::task, "work");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(3, ObjectKind::timer, "timeout", {.value = 2 * kSecond, .flags = kInternal});
    b.add(EventKind::timer, {.a = 3, .value = 2 * kSecond});
    b.add(EventKind::await, {.a = 1, .b = 2});
    if (done > 2 * kSecond) {
        b.turn(2, 2 * kSecond);
        b.add(EventKind::call, {.a = 3});
        b.add(EventKind::call_end, {.a = 3});
        b.add(EventKind::drop, {.a = 3});
    }
    b.turn(3, done);
    b.add(EventKind::step, {.a = 1, .b = 2});
    if (done > 2 * kSecond) b.add(EventKind::uncancel, {.a = 1});
    if (done <= 2 * kSecond) b.add(EventKind::timer_cancel, {.a = 3});
    b.add(EventKind::task_return, {.a = 1});
    return b.take();
}

// main (1) waits at the end of a group (2) for its children A (3) and B (4).
loopscope::trace::Recording grouped() {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(2, ObjectKind::task_group, "TaskGroup", {.flags = kInternal});
    b.add(EventKind::link, {.a = 2, .b = 1, .text = "parent"});
    for (const loopscope::trace::ObjectId child : {3U, 4U}) {
        b.create(child, ObjectKind::task, child == 3 ? "A" : "B");
        b.add(EventKind::link, {.a = 2, .b = child, .text = "child"});
    }
    for (const loopscope::trace::ObjectId child : {3U, 4U}) {
        const loopscope::trace::ObjectId future = child + 2;
        b.create(future, ObjectKind::future, "TaskGroup", {.flags = kInternal});
        b.add(EventKind::await, {.a = 1, .b = future});
        b.turn(child, 0);
        b.add(EventKind::step, {.a = child});
        b.add(EventKind::task_return, {.a = child});
        b.add(EventKind::unlink, {.a = 2, .b = child});
        b.add(EventKind::step, {.a = 1, .b = future});
    }
    b.add(EventKind::print, {.a = 1, .text = "left"});
    b.add(EventKind::task_return, {.a = 1});
    return b.take();
}

EventIndex nth(const Store& store, EventKind kind, int number = 1) {
    for (EventIndex i = 0; i < store.event_count(); ++i)
        if (store.event(i).kind == kind && --number == 0) return i;
    return kNever;
}

}  // namespace

TEST_CASE("a limit that has come lasts until it is left, in the lane of what is waited for, too") {
    const Store store(limited(5 * kSecond));
    REQUIRE(store.scopes().of(1).size() == 1);
    const Scope& limit = store.scopes().of(1).front();
    CHECK(limit.kind == ScopeKind::limit);
    CHECK(limit.begin == nth(store, EventKind::timer));
    CHECK(limit.struck == nth(store, EventKind::call));
    CHECK(limit.end == nth(store, EventKind::uncancel));
    CHECK(limit.own);
    CHECK(limit.late);
    REQUIRE(store.scopes().of(2).size() == 1);
    CHECK_FALSE(store.scopes().of(2).front().own);
    CHECK(store.scopes().of(2).front().struck == limit.struck);
}

TEST_CASE("a limit whose timer is taken away has no wall") {
    const Store first(limited(kSecond));
    REQUIRE(first.scopes().of(1).size() == 1);
    CHECK(first.scopes().of(1).front().struck == kNever);
    CHECK(first.scopes().of(1).front().end == nth(first, EventKind::timer_cancel));
    CHECK(first.scopes().of(2).empty());
}

TEST_CASE("on the real clock a limit that is left at once is not late") {
    const Store store(limited(2 * kSecond + 300'000));
    REQUIRE(store.scopes().of(1).size() == 1);
    CHECK(store.scopes().of(1).front().struck != kNever);
    CHECK_FALSE(store.scopes().of(1).front().late);
}

TEST_CASE("a group lasts until all its children are done and its owner goes on") {
    const Store store(grouped());
    for (const std::uint32_t lane : {1U, 2U, 3U}) {
        REQUIRE(store.scopes().of(lane).size() == 1);
        const Scope& group = store.scopes().of(lane).front();
        CHECK(group.kind == ScopeKind::group);
        CHECK(group.own == (lane == 1));
        CHECK(group.begin == nth(store, EventKind::create, 2));
        CHECK(group.end + 1 == nth(store, EventKind::print));
        CHECK_FALSE(group.late);
    }
}

TEST_CASE("a limit around many others is seen at the last of them, too") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(2, ObjectKind::timer, "timeout", {.value = kSecond, .flags = kInternal});
    b.add(EventKind::timer, {.a = 2, .value = kSecond});
    for (loopscope::trace::ObjectId timer = 3; timer < 1'000; ++timer) {
        b.create(timer, ObjectKind::timer, "timeout", {.value = kSecond, .flags = kInternal});
        b.add(EventKind::timer, {.a = timer, .value = kSecond});
        b.add(EventKind::timer_cancel, {.a = timer});
    }
    b.add(EventKind::timer_cancel, {.a = 2});
    const Store store(b.take());
    const Axis axis(store, AxisMode::logical);
    TimeScale scale(axis.end(), 500, 1e9);
    TrackContext context;
    context.store = &store;
    context.axis = &axis;
    context.scale = &scale;
    context.right = 500;
    scale.restore(axis.end() - 4, 125);
    const std::vector<ScopePiece> pieces = prepare_scopes(context, 1);
    REQUIRE_FALSE(pieces.empty());
    CHECK(pieces.front().scope->object == 2);
    CHECK(pieces.size() < 5);
}

TEST_CASE("of thousands of limits only those that can be seen are prepared") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    for (loopscope::trace::ObjectId timer = 2; timer < 20'000; ++timer) {
        b.create(timer, ObjectKind::timer, "timeout", {.value = kSecond, .flags = kInternal});
        b.add(EventKind::timer, {.a = timer, .value = kSecond});
        b.add(EventKind::timer_cancel, {.a = timer});
    }
    const Store store(b.take());
    CHECK(store.scopes().of(1).size() == 19'998);
    const Axis axis(store, AxisMode::logical);
    TimeScale scale(axis.end(), 500, 1e9);
    TrackContext context;
    context.store = &store;
    context.axis = &axis;
    context.scale = &scale;
    context.right = 500;
    scale.fit(1e9);
    CHECK(prepare_scopes(context, 1).empty());
    scale.restore(1000, 10);
    CHECK(prepare_scopes(context, 1).size() > 10);
    CHECK(prepare_scopes(context, 1).size() < 100);
    CHECK(prepare_scopes(context, 7).empty());
}
