#include "viz/data/instant/primitives.h"

#include "tests/viz/primitives_sample.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

std::vector<ObjectId> waiting(Store& store, EventIndex event, ObjectId primitive) {
    std::vector<ObjectId> who;
    for (const InLine& one : line_of(store, store.at(event + 1), primitive)) who.push_back(one.who);
    return who;
}

using Ids = std::vector<ObjectId>;
using Sample = PrimitivesSample;

}  // namespace

TEST_CASE("the program's own primitives are known, in order, not what they consist of") {
    Sample sample;
    const Store store(sample.take());
    CHECK(PrimitiveIndex(store).all() == Ids{Sample::kSemaphore, Sample::kQueue});
}

TEST_CASE("who takes a permit holds it until he gives it back") {
    Sample sample;
    const Store store(sample.take());
    const PrimitiveIndex index(store);
    CHECK(index.holders(Sample::kSemaphore, 0).empty());
    CHECK(index.holders(Sample::kSemaphore, sample.taken + 1) == Ids{Sample::kA});
}

TEST_CASE("a permit that is handed on belongs to the one who waited for it") {
    Sample sample;
    Store store(sample.take());
    const PrimitiveIndex index(store);
    CHECK(waiting(store, sample.waits, Sample::kSemaphore) == Ids{Sample::kB});
    CHECK(index.holders(Sample::kSemaphore, sample.handed_on + 1) == Ids{Sample::kB});
    CHECK(waiting(store, sample.resolved, Sample::kSemaphore).empty());
}

TEST_CASE("a permit that a stranger gives back is that of the first") {
    Sample sample;
    const Store store(sample.take());
    const PrimitiveIndex index(store);
    CHECK(index.holders(Sample::kSemaphore, sample.given_by_stranger + 1).empty());
}

TEST_CASE("a queue's level is the number of its items, whatever its state says") {
    Sample sample;
    const Store store(sample.take());
    const PrimitiveIndex index(store);
    std::vector<std::int64_t> values;
    for (const Level& level : index.levels(Sample::kQueue)) values.push_back(level.value);
    CHECK(values == std::vector<std::int64_t>{1, 2, 1});
    CHECK(index.highest(Sample::kQueue) == 3);  // its maxsize
    CHECK(index.highest(Sample::kSemaphore) == 1);
    CHECK(index.levels(Sample::kA).empty());
}

TEST_CASE("a curve shows the highest level of each piece, and goes on where the last one ended") {
    Sample sample;
    const Store store(sample.take());
    const PrimitiveIndex index(store);
    const std::vector<LevelColumn> one = index.curve(Sample::kQueue, 1);
    REQUIRE(one.size() == 1);
    CHECK(one.front().lowest == 0);
    CHECK(one.front().highest == 2);
    CHECK(one.front().last == 1);
    const std::vector<LevelColumn> fine = index.curve(Sample::kQueue, store.event_count());
    REQUIRE(fine.size() == store.event_count());
    CHECK(fine[sample.put - 1].last == 0);
    CHECK(fine[sample.put].last == 1);
    CHECK(fine.back().last == 1);
    CHECK(index.curve(Sample::kSemaphore, 10).front().lowest == 1);
}

TEST_CASE("who waits in a line without a task is told by the future") {
    SampleBuilder b;
    b.create(1, ObjectKind::lock, "Lock");
    b.create(2, ObjectKind::future, "Lock.acquire", {.b = 1, .flags = kInternal});
    Store store(b.take());
    const std::vector<InLine> line = line_of(store, store.at(2), 1);
    REQUIRE(line.size() == 1);
    CHECK(line.front().who == 2);
    CHECK(store.text(line.front().waits_in) == "Lock.acquire");
}

TEST_CASE("a condition's lock is the one that it made, or the one that it was given") {
    SampleBuilder b;
    b.create(1, ObjectKind::condition, "Condition 1");
    b.create(2, ObjectKind::lock, "Lock", {.b = 1, .flags = kInternal});
    b.create(3, ObjectKind::lock, "Lock 1");
    b.create(4, ObjectKind::condition, "Condition 2");
    b.add(EventKind::link, {.a = 4, .b = 3, .text = "lock"});
    const Store store(b.take());
    const PrimitiveIndex index(store);
    CHECK(index.lock_of(1) == 2);
    CHECK(index.lock_of(4) == 3);
    CHECK(index.lock_of(3) == 0);
}

TEST_CASE("who waits in join() stands in the line of the queue's own event") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::queue, "Queue 1");
    b.create(3, ObjectKind::event, "Event", {.b = 2, .flags = kInternal});
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(4, ObjectKind::future, "Event.wait", {.b = 3, .flags = kInternal});
    const EventIndex waits = b.add(EventKind::await, {.a = 1, .b = 4});
    Store store(b.take());
    const PrimitiveIndex index(store);
    CHECK(index.finished_event_of(2) == 3);
    CHECK(waiting(store, waits, index.finished_event_of(2)) == Ids{1});
}

TEST_CASE("of a lock it is known how often it was taken, and its longest hold and wait with who") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::task, "B");
    b.create(3, ObjectKind::lock, "Lock 1");
    const auto steps = [&](ObjectId task) { b.add(EventKind::step, {.a = task}); };
    b.turn(1, 0);
    steps(1);
    const EventIndex first = b.add(EventKind::state, {.a = 3, .b = 1, .text = "locked"});
    b.add(EventKind::yield, {.a = 1});
    steps(2);
    b.create(4, ObjectKind::future, "Lock.acquire", {.b = 3, .flags = kInternal});
    b.add(EventKind::await, {.a = 2, .b = 4});
    b.turn(2, 2 * kSecond);
    steps(1);
    const EventIndex released = b.add(EventKind::state, {.a = 3, .text = "unlocked"});
    b.add(EventKind::yield, {.a = 1});
    b.turn(3, 3 * kSecond);
    steps(2);
    b.add(EventKind::state, {.a = 3, .b = 2, .text = "locked"});
    Store store(b.take());
    const PrimitiveIndex index(store);
    const auto figures = [&](EventIndex count) { return index.lock_figures(3, store.at(count)); };
    CHECK(figures(first).taken == 0);
    CHECK(figures(first + 1).taken == 1);
    CHECK(figures(released).longest_hold_ns == 0);
    CHECK(figures(released).held_ns == 2 * kSecond);
    CHECK(figures(released).waited_ns == 2 * kSecond);
    const LockFigures all = figures(store.event_count());
    CHECK(all.taken == 2);
    CHECK(all.longest_hold_ns == 2 * kSecond);
    CHECK(all.holder == 1);
    CHECK(all.longest_wait_ns == 3 * kSecond);
    CHECK(all.waiter == 2);
    CHECK(all.held_ns == 0);  // it has only just been taken
    CHECK(all.waited_ns == 0);
}
