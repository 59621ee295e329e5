#include "viz/view/lane_rows.h"

#include "tests/viz/samples.h"
#include "viz/view/lane_stack.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace loopscope::viz;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectId;
using loopscope::trace::ObjectKind;

namespace {

void step(SampleBuilder& b, ObjectId task, std::string_view function) {
    b.add(EventKind::step, {.a = task});
    b.add(EventKind::enter, {.a = task, .text = function});
}

// main creates A and B, A creates a1 and a2; then B ends, then a2 fails.
loopscope::trace::Recording family() {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    step(b, 1, "main");
    b.create(2, ObjectKind::task, "A");
    b.create(3, ObjectKind::task, "B");
    b.add(EventKind::await, {.a = 1, .b = 2});
    step(b, 2, "parent");
    b.create(4, ObjectKind::task, "a1");
    b.create(5, ObjectKind::task, "a2");
    b.add(EventKind::await, {.a = 2, .b = 4});
    step(b, 3, "worker");
    b.add(EventKind::task_return, {.a = 3});
    step(b, 5, "worker");
    b.add(EventKind::task_raise, {.a = 5, .text = "ValueError()"});
    return b.take();
}

// "main A>a1 A>a2 B": each with as many marks as it is indented, "+3" if that many are folded away.
std::string shown(const Store& store, const LaneWish& wish) {
    std::string text;
    for (const LaneRow& row : lane_rows(store, wish)) {
        if (row.is_lane() && row.lane == 0) continue;
        text += (text.empty() ? "" : " ") + std::string(row.depth, '>') + fold_key(store, row);
        if (row.folded) text += "+" + std::to_string(row.inside);
        if (row.pinned) text += "!";
    }
    return text;
}

LaneWish wish(LaneGroup group, LaneSort sort = LaneSort::created, std::set<std::string> folded = {}) {
    LaneWish wish;
    wish.group = group;
    wish.sort = sort;
    wish.folded = std::move(folded);
    return wish;
}

LaneWish folding(std::set<std::string> labels) {
    return wish(LaneGroup::creator, LaneSort::created, std::move(labels));
}

LaneWish only(std::string filter, std::set<std::string> pinned = {}) {
    LaneWish wish;
    wish.filter = std::move(filter);
    wish.pinned = std::move(pinned);
    return wish;
}

}  // namespace

TEST_CASE("tasks stand under the task that created them") {
    const Store store(family());
    CHECK(shown(store, {}) == "main >A >>a1 >>a2 >B");
    CHECK(lane_rows(store, {}).front().lane == 0);
    CHECK(lane_rows(store, {})[1].inside == 4);
}

TEST_CASE("what is folded hides all that is below it") {
    const Store store(family());
    CHECK(shown(store, folding({"A"})) == "main >A+2 >B");
    CHECK(shown(store, folding({"main", "A"})) == "main+4");
    CHECK(shown(store, folding({"B"})) == "main >A >>a1 >>a2 >B");  // there is nothing to fold
}

TEST_CASE("pinned lanes come first and are there whatever else is looked for") {
    const Store store(family());
    CHECK(shown(store, only("", {"a2"})) == "a2! main >A >>a1 >B");
    CHECK(shown(store, only("b", {"a2"})) == "a2! B");
}

TEST_CASE("a filter looks for words in names and functions, and children move up to who is left") {
    const Store store(family());
    CHECK(shown(store, only("WORKER")) == "B a2");
    CHECK(shown(store, only("work a2")) == "a2");
    CHECK(shown(store, only("nobody")) == "");
}

TEST_CASE("lanes are sorted by name, by their end and by how much they do") {
    const Store store(family());
    CHECK(shown(store, wish(LaneGroup::none)) == "main A B a1 a2");
    CHECK(shown(store, wish(LaneGroup::none, LaneSort::name)) == "A a1 a2 B main");
    const std::string ended = shown(store, wish(LaneGroup::none, LaneSort::ended));
    CHECK(ended.starts_with("B a2"));
    CHECK(shown(store, wish(LaneGroup::creator, LaneSort::name)) == "main >A >>a1 >>a2 >B");
}

TEST_CASE("numbers in names are sorted as numbers") {
    SampleBuilder b;
    ObjectId id = 0;
    for (const char* name : {"Task-100", "Task-10", "Task-1", "w", "Task-2"})
        b.create(++id, ObjectKind::task, name);
    CHECK(shown(Store(b.take()), wish(LaneGroup::none, LaneSort::name)) ==
          "Task-1 Task-2 Task-10 Task-100 w");
}

TEST_CASE("of the lanes of one creator a crowd comes last, and so does who has a crowd below") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    step(b, 1, "main");
    b.create(2, ObjectKind::task, "crawl");
    for (ObjectId i = 10; i < 24; ++i) b.create(i, ObjectKind::task, "");
    b.create(3, ObjectKind::task, "report");
    b.add(EventKind::await, {.a = 1, .b = 2});
    for (ObjectId i = 10; i < 24; ++i) {
        step(b, i, "fetch");
        b.add(EventKind::task_return, {.a = i});
    }
    step(b, 2, "crawl");
    for (ObjectId i = 30; i < 44; ++i) b.create(i, ObjectKind::task, "");
    b.add(EventKind::await, {.a = 2, .b = 30});
    step(b, 3, "report");
    const Store store(b.take());
    const std::vector<LaneRow> rows = lane_rows(store, {});
    CHECK(fold_key(store, rows[2]) == "report");
    CHECK(fold_key(store, rows[3]) == "crawl");
    CHECK(rows[1].inside == 30);
    CHECK(shown(store, wish(LaneGroup::creator, LaneSort::created, {"crawl"}))
              .starts_with("main >report >crawl+14 >"));
    CHECK(shown(store, wish(LaneGroup::creator, LaneSort::name)).find(">report") > 30);
}

TEST_CASE("lanes are grouped by function and by how they ended, under headings that fold") {
    const Store store(family());
    CHECK(shown(store, wish(LaneGroup::function)) == "main() >main parent() >A worker() >B >a2 ? >a1");
    CHECK(shown(store, wish(LaneGroup::function, LaneSort::created, {"worker()"})) ==
          "main() >main parent() >A worker()+2 ? >a1");
    CHECK(shown(store, wish(LaneGroup::ending)) == "failed >a2 open >main >A >a1 returned >B");
}

TEST_CASE("a task that was destroyed while it waited has a heading of its own") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::task, "lost");
    b.add(EventKind::drop, {.a = 2});
    const Store store(b.take());
    CHECK(shown(store, wish(LaneGroup::ending)) == "destroyed >lost open >main");
}

TEST_CASE("strips lie one under the other, and few lanes take more room") {
    const Store store(family());
    const std::vector<LaneRow> rows = lane_rows(store, folding({"A"}));
    const LaneStack few(rows, nullptr, 1, {.room = 1000});
    CHECK(few.of_lane(0)->height == 64);
    CHECK_FALSE(few.of_lane(3 + 1));  // a1 is folded away
    float top = 0;
    for (const Strip& strip : few.strips()) {
        CHECK(strip.top == top);
        top = strip.bottom();
        CHECK(few.at(strip.middle()) == &strip);
    }
    CHECK(few.height() == top);
    CHECK(few.at(-1) == nullptr);
    CHECK(few.at(top + 1) == nullptr);
    const LaneStack tight(rows, nullptr, 1, {.room = 90});
    CHECK(tight.of_lane(0)->height == 42);
    const LaneStack hardly_any(rows, nullptr, 1, {.room = 10});
    CHECK(hardly_any.of_lane(0)->height == 34);
    CHECK(tight.strips().back().kind == StripKind::side);
}

TEST_CASE("the coroutines inside a task have strips of their own below it") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::enter, {.a = 1, .text = "main"});
    b.add(EventKind::enter, {.a = 1, .text = "fetch", .line = 3});
    b.add(EventKind::enter, {.a = 1, .text = "connect", .line = 4});
    b.add(EventKind::leave, {.a = 1});
    b.add(EventKind::enter, {.a = 1, .text = "send", .line = 5});
    b.add(EventKind::task_cancelled, {.a = 1});
    const Store store(b.take());
    const auto spans = store.flames().of(1);
    REQUIRE(spans.size() == 3);
    CHECK(store.text(spans[0].function) == "fetch");
    CHECK(spans[0].depth == 1);
    CHECK(spans[0].end == 7);  // until the task ends
    CHECK(store.text(spans[1].function) == "connect");
    CHECK(spans[1].begin == 4);
    CHECK(spans[1].end == 5);
    CHECK(spans[2].depth == 2);
    CHECK(store.flames().depth_of(1) == 2);
    CHECK(store.flames().depth_of(0) == 0);
    CHECK(store.flames().of(7).empty());
    const LaneStack stack(lane_rows(store, {}), &store.flames(), 0, {.room = 10});
    REQUIRE(stack.strips().size() == 4);
    CHECK(stack.strips()[2].kind == StripKind::flame);
    CHECK(stack.strips()[3].depth == 2);
}
