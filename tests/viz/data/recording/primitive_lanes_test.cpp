#include "viz/data/recording/primitive_lanes.h"

#include "tests/viz/primitives_sample.h"
#include "viz/data/recording/store.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

using Sample = PrimitivesSample;

const PrimitiveLane& lane_of(const Store& store, ObjectId object) {
    const auto& all = store.primitive_lanes();
    const auto lane = std::find_if(all.begin(), all.end(),
                                   [&](const PrimitiveLane& each) { return each.object == object; });
    REQUIRE(lane != all.end());
    return *lane;
}

}  // namespace

TEST_CASE("each primitive of the program has a lane from its creation to the end, without gaps") {
    Sample sample;
    const Store store(sample.take());
    REQUIRE(store.primitive_lanes().size() == 2);
    for (const PrimitiveLane& lane : store.primitive_lanes()) {
        CHECK(lane.spans.back().end == store.event_count());
        for (std::size_t i = 1; i < lane.spans.size(); ++i)
            CHECK(lane.spans[i].begin == lane.spans[i - 1].end);
        CHECK(lane.at(0) == nullptr);
        CHECK(lane.at(store.event_count()) == &lane.spans.back());
    }
}

TEST_CASE("a semaphore's lane says how many permits are free, and who stands in line until he goes on") {
    Sample sample;
    const EventIndex taken = sample.taken, waits = sample.waits;
    const Store store(sample.take());
    const PrimitiveLane& lane = lane_of(store, Sample::kSemaphore);
    CHECK(lane.most == 1);
    CHECK(lane.at(taken)->level == 1);
    CHECK(lane.at(taken + 1)->level == 0);
    CHECK(lane.at(waits)->waiting == 0);
    CHECK(lane.at(waits + 1)->waiting == 1);
    CHECK(lane.most_waiting == 1);
}

TEST_CASE("a queue's lane counts its items") {
    Sample sample;
    const EventIndex put = sample.put;
    const Store store(sample.take());
    const PrimitiveLane& lane = lane_of(store, Sample::kQueue);
    CHECK(lane.at(put)->level == 0);
    CHECK(lane.at(put + 1)->level == 1);
}

TEST_CASE("the range of many spans has the lowest and the highest of all, as if each were looked at") {
    PrimitiveLane lane;
    for (int i = 0; i < 1000; ++i) {
        const int level = i % 7 == 0 ? (i * 37) % 101 : 50;
        lane.spans.push_back({static_cast<EventIndex>(i), static_cast<EventIndex>(i + 1), level,
                              static_cast<std::uint32_t>(i % 5), 0});
    }
    for (std::size_t i = 0; i < lane.spans.size(); ++i) {
        const PrimitiveSpan& span = lane.spans[i];
        const PrimitiveRange range{span.level, span.level, span.waiting};
        if (i % PrimitiveLane::kBlock == 0) lane.blocks.push_back(range);
        lane.blocks.back().add(range);
    }
    for (const auto& [first, last] :
         {std::pair(0, 1000), {3, 4}, {60, 200}, {64, 128}, {1, 999}, {700, 710}}) {
        PrimitiveRange all{lane.spans[first].level, lane.spans[first].level, 0};
        for (int i = first; i < last; ++i)
            all.add({lane.spans[i].level, lane.spans[i].level, lane.spans[i].waiting});
        const PrimitiveRange range =
            lane.range(static_cast<std::size_t>(first), static_cast<std::size_t>(last));
        CHECK(range.lowest == all.lowest);
        CHECK(range.highest == all.highest);
        CHECK(range.waiting == all.waiting);
    }
}
