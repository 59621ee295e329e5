#include "tests/viz/primitives_sample.h"
#include "viz/view/lane_stack.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;

namespace {

using Numbers = std::vector<std::uint32_t>;
using Sample = PrimitivesSample;

}  // namespace

TEST_CASE("folded, only the pinned primitives and the selected one have a lane") {
    Sample sample;
    const Store store(sample.take());
    LaneWish wish;
    CHECK(primitive_rows(store, wish, 0, false).lanes == Numbers{0, 1});
    const PrimitiveRows folded = primitive_rows(store, wish, 0, true);
    CHECK(folded.lanes.empty());
    CHECK(folded.all == 2);
    CHECK(primitive_rows(store, wish, Sample::kQueue, true).lanes == Numbers{1});
    wish.pinned = {store.label(Sample::kQueue)};
    CHECK(primitive_rows(store, wish, 0, true).lanes == Numbers{1});
    CHECK(primitive_rows(store, wish, 0, false).lanes == Numbers{1, 0});
}

TEST_CASE("a filter chooses among the primitives, too, folded or not") {
    Sample sample;
    const Store store(sample.take());
    LaneWish wish;
    wish.filter = store.label(Sample::kQueue);
    CHECK(primitive_rows(store, wish, 0, true).lanes == Numbers{1});
    wish.filter = "no such name";
    CHECK(primitive_rows(store, wish, 0, false).lanes.empty());
}

TEST_CASE("the lanes of primitives stand last, below a heading of their own") {
    Sample sample;
    const Store store(sample.take());
    const auto rows = lane_rows(store, {});
    const LaneStack stack(rows, nullptr, 0, {.room = 900}, primitive_rows(store, {}, 0, false));
    const auto strips = stack.strips();
    REQUIRE(strips.size() >= 3);
    CHECK(strips[strips.size() - 3].kind == StripKind::group);
    CHECK(strips[strips.size() - 2].kind == StripKind::primitive);
    CHECK(strips.back().number == 1);
    const LaneStack without(rows, nullptr, 0, {.room = 900});
    CHECK(std::none_of(without.strips().begin(), without.strips().end(),
                       [](const Strip& strip) { return strip.kind == StripKind::group; }));
}
