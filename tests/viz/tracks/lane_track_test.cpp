#include "viz/tracks/lane_track.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>

using namespace loopscope::viz;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectKind;

namespace {

PreparedLane prepare(Store& store, AxisMode mode, std::size_t lane, double width) {
    const Axis axis(store, mode);
    TimeScale scale(axis.end(), width, 1e9);
    scale.fit(1e9);
    TrackContext context;
    context.store = &store;
    context.axis = &axis;
    context.scale = &scale;
    context.right = static_cast<float>(width);
    context.cursor = store.event_count();
    return prepare_lane(context, store.lanes().lanes[lane]);
}

std::ptrdiff_t count(const PreparedLane& lane, SpanState state) {
    return std::count_if(lane.pieces.begin(), lane.pieces.end(),
                         [&](const LanePiece& piece) { return piece.state == state && !piece.dense; });
}

// `turns` turns a second apart, each with a callback, a step and a wait.
loopscope::trace::Recording ticking(std::uint32_t turns) {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    for (std::uint32_t turn = 1; turn <= turns; ++turn) {
        b.turn(turn, turn * kSecond);
        b.add(EventKind::call, {.a = 1});
        b.add(EventKind::call_end, {.a = 1});
        b.add(EventKind::step, {.a = 1});
        b.add(EventKind::yield, {.a = 1});
        b.add(EventKind::select, {.value = kSecond});
    }
    b.turn(turns + 1, (turns + 1) * kSecond);
    return b.take();
}

}  // namespace

TEST_CASE("on the clock axis every wait of the loop is there, between instants that take no room") {
    Store store(ticking(3));
    const PreparedLane loop = prepare(store, AxisMode::clock, 0, 1000);
    CHECK(count(loop, SpanState::selecting) == 3);
}

TEST_CASE("on the logical axis everything has room if there is room") {
    Store store(ticking(3));
    CHECK(count(prepare(store, AxisMode::logical, 0, 1000), SpanState::call) == 3);
    CHECK(count(prepare(store, AxisMode::logical, 1, 1000), SpanState::running) == 3);
}

TEST_CASE("what is prepared grows with the pixels, not with the recording") {
    Store store(ticking(50'000));
    for (const AxisMode mode : {AxisMode::logical, AxisMode::clock}) {
        for (const std::size_t lane : {0U, 1U}) {
            const PreparedLane prepared = prepare(store, mode, lane, 500);
            CHECK_FALSE(prepared.pieces.empty());
            CHECK(prepared.pieces.size() < 500);
        }
    }
}

TEST_CASE("what is too small to be seen one by one is as strong as its share of the room") {
    Store store(ticking(50'000));
    const PreparedLane loop = prepare(store, AxisMode::clock, 0, 500);
    const PreparedLane task = prepare(store, AxisMode::logical, 1, 500);
    const auto all = [](const PreparedLane& lane, float LanePiece::*share) {
        float sum = 0, width = 0;
        for (const LanePiece& piece : lane.pieces) {
            sum += piece.*share * (piece.x1 - piece.x0);
            width += piece.x1 - piece.x0;
        }
        return sum / width;
    };
    // Half of the clock axis is time, in which the loop sleeps; in the other half it seldom does anything
    // else than begin the callback.
    CHECK(all(loop, &LanePiece::busy) < 0.3F);
    CHECK(all(loop, &LanePiece::busy) > 0.02F);
    // The task is ready but for its own step.
    CHECK(all(task, &LanePiece::busy) + all(task, &LanePiece::ready) == doctest::Approx(1).epsilon(0.05));
    CHECK(all(task, &LanePiece::ready) > all(task, &LanePiece::busy));
}
