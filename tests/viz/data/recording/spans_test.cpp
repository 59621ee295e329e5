#include "viz/data/recording/spans.h"

#include "tests/viz/samples.h"
#include "viz/data/recording/store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace loopscope::viz;
using loopscope::trace::EventKind;

namespace {

std::vector<SpanState> states(const Store& store, const Lane& lane) {
    std::vector<SpanState> result;
    for (const Span& span : store.lanes().spans_of(lane)) result.push_back(span.state);
    return result;
}

std::size_t arrows(const Store& store, ArrowKind kind, std::uint32_t from, std::uint32_t to) {
    const auto& all = store.lanes().arrows;
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Arrow& a) {
        return a.kind == kind && a.from_lane == from && a.to_lane == to;
    }));
}

}  // namespace

TEST_CASE("a sleeping task is ready, running, suspended, ready, running, finished") {
    Store store(sleeper());
    const Lanes& lanes = store.lanes();
    REQUIRE(lanes.lanes.size() == 3);  // the loop, main, A
    const Lane& a = lanes.lanes[2];
    CHECK(a.task == 2);
    CHECK(states(store, a) == std::vector{SpanState::ready, SpanState::running, SpanState::suspended,
                                          SpanState::ready, SpanState::running});
    CHECK(a.how == LaneEnd::returned);
    CHECK(store.event(a.end).kind == EventKind::task_return);
    CHECK(lanes.spans_of(a)[2].about == 3);
    CHECK(store.recording().location(lanes.spans_of(a)[2].loc).line == 4);
}

TEST_CASE("what a task did before an event is what began before it; who has no lane did nothing") {
    Store store(sleeper());
    const Lanes& lanes = store.lanes();
    const auto all = lanes.spans_of(lanes.lanes[2]);
    CHECK(lanes.spans_before(2, all[2].begin).size() == 2);
    CHECK(lanes.spans_before(2, all[2].begin + 1).size() == 3);
    CHECK(lanes.spans_before(2, store.event_count()).size() == all.size());
    CHECK(lanes.spans_before(3, store.event_count()).empty());  // the sleep's future
}

TEST_CASE("spans of a lane follow each other without a gap") {
    for (auto make : {+[] { return sleeper(); }, +[] { return cancelled_and_failed(); }}) {
        Store store(make());
        const auto& lanes = store.lanes().lanes;
        for (std::size_t i = 1; i < lanes.size(); ++i) {
            const auto spans = store.lanes().spans_of(lanes[i]);
            REQUIRE_FALSE(spans.empty());
            CHECK(spans.front().begin == lanes[i].begin);
            CHECK(spans.back().end == lanes[i].end);
            for (std::size_t k = 1; k < spans.size(); ++k) CHECK(spans[k].begin == spans[k - 1].end);
        }
    }
}

TEST_CASE("the loop's lane holds its callbacks and its waits") {
    Store store(sleeper());
    CHECK(states(store, store.lanes().lanes[0]) == std::vector{SpanState::selecting, SpanState::call});
}

TEST_CASE("where a step keeps the thread while time goes on, the loop's lane is blocked") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::task, "A");
    b.turn(1, kSecond);
    b.add(EventKind::step, {.a = 1});
    const auto printed = b.add(EventKind::print, {.a = 1, .text = "begins"});
    const auto passed = b.add(EventKind::clock, {.value = 4 * kSecond, .line = 3});
    b.add(EventKind::print, {.a = 1, .text = "ends"});
    b.add(EventKind::task_return, {.a = 1});
    b.turn(2, 4 * kSecond);
    b.add(EventKind::clock, {.value = 5 * kSecond});  // a thread has slept: nobody blocks the loop
    Store store(b.take());
    const auto spans = store.lanes().spans_of(store.lanes().lanes[0]);
    REQUIRE(spans.size() == 1);
    CHECK(spans[0].state == SpanState::blocked);
    CHECK(spans[0].about == 1);
    CHECK(spans[0].begin == printed);
    CHECK(spans[0].end == passed + 1);
    CHECK(store.time_at(printed + 1) == kSecond);
    CHECK(store.time_at(passed + 1) == 4 * kSecond);
    CHECK(store.time_at(store.event_count()) == 5 * kSecond);
    CHECK(store.first_at_time(2 * kSecond) == passed);
    CHECK(store.last_stop(passed + 1) == passed);
    CHECK(store.stops().back() < store.event_count() - 1);
}

TEST_CASE("arrows say who created, woke and cancelled whom") {
    Store store(sleeper());
    CHECK(arrows(store, ArrowKind::create, 0, 1) == 1);
    CHECK(arrows(store, ArrowKind::create, 1, 2) == 1);
    CHECK(arrows(store, ArrowKind::wake, 0, 2) == 1);  // the timer's callback
    CHECK(arrows(store, ArrowKind::wake, 2, 1) == 1);  // A is finished
    Store other(cancelled_and_failed());
    CHECK(arrows(other, ArrowKind::cancel, 1, 2) == 1);
    CHECK(other.lanes().lanes[2].how == LaneEnd::cancelled);
    CHECK(other.lanes().lanes[3].how == LaneEnd::failed);
    CHECK(other.lanes().lanes[1].how == LaneEnd::open);
    CHECK(other.lanes().lanes[1].end == other.event_count());
}

TEST_CASE("asyncio's own tasks have no lane: they are drawn in the loop's") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::task, "main");
    b.create(2, loopscope::trace::ObjectKind::task, "shutdown", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::step, {.a = 2});
    b.add(EventKind::task_return, {.a = 2});
    Store store(b.take());
    CHECK(store.lanes().lanes.size() == 2);
    CHECK(states(store, store.lanes().lanes[0]) == std::vector{SpanState::call});
}

TEST_CASE("a recording that makes no sense still gives lanes") {
    SampleBuilder b;
    for (const EventKind kind :
         {EventKind::await, EventKind::task_return, EventKind::call_end, EventKind::cancel_end,
          EventKind::step, EventKind::ready, EventKind::cancel}) {
        b.add(kind, {.a = 4'000'000'000U, .b = 7});
    }
    Store store(b.take());
    CHECK(store.lanes().lanes.size() == 1);
}

TEST_CASE("the lane of a task that is destroyed while it waits ends there") {
    SampleBuilder builder;
    builder.create(1, loopscope::trace::ObjectKind::task, "A");
    builder.ready(1, loopscope::trace::ReadyReason::created);
    builder.turn(1, 0);
    builder.add(EventKind::step, {.a = 1});
    builder.create(2, loopscope::trace::ObjectKind::future, "");
    builder.add(EventKind::await, {.a = 1, .b = 2});
    builder.turn(2, kSecond);
    const auto gone = builder.add(EventKind::drop, {.a = 1});
    builder.turn(3, 2 * kSecond);
    const Store store(builder.take());
    const Lane& lane = store.lanes().lanes.at(1);
    CHECK(lane.how == LaneEnd::destroyed);
    CHECK(lane.end == gone);
    CHECK(store.lanes().spans_of(lane).back().end == gone);
}
