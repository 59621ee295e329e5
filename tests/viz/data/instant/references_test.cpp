#include "viz/data/instant/references.h"

#include "tests/viz/samples.h"
#include "viz/data/recording/store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

// main (1), made by run(), sleeps (9); A (7) waits for a future (10) of its own, B (8) sleeps (11).
class Program {
public:
    Program() {
        builder_.create(1, ObjectKind::task, "main");
        builder_.ready(1, ReadyReason::created);
        builder_.create(6, ObjectKind::callback, "run");
        builder_.add(EventKind::add_callback, {.a = 1, .b = 6});
        builder_.turn(1, 0);
        builder_.add(EventKind::step, {.a = 1});
        builder_.create(7, ObjectKind::task, "A");
        builder_.ready(7, ReadyReason::created);
        builder_.create(8, ObjectKind::task, "B");
        builder_.ready(8, ReadyReason::created);
        builder_.create(9, ObjectKind::sleep, "sleep");
        builder_.add(EventKind::timer, {.a = 9, .b = 9, .value = kSecond});
        builder_.add(EventKind::await, {.a = 1, .b = 9});
        builder_.turn(2, 0);
        builder_.add(EventKind::step, {.a = 7});
        builder_.create(10, ObjectKind::future, "");
        builder_.add(EventKind::link, {.a = 7, .b = 10, .text = "frame"});
        builder_.add(EventKind::await, {.a = 7, .b = 10});
        builder_.add(EventKind::step, {.a = 8});
        builder_.create(11, ObjectKind::sleep, "sleep");
        builder_.add(EventKind::timer, {.a = 11, .b = 11, .value = 5 * kSecond});
        builder_.add(EventKind::await, {.a = 8, .b = 11});
    }
    SampleBuilder& builder() { return builder_; }
    References references() {
        store_ = std::make_unique<Store>(builder_.take());
        return References(store_->at(store_->event_count()));
    }
    const Store& store() const { return *store_; }

private:
    SampleBuilder builder_;
    std::unique_ptr<Store> store_;
};

constexpr ObjectId kMain = 1, kLost = 7, kSleeper = 8, kAnswer = 10, kSleep = 11;

bool holds(const References& references, ObjectId holder, ObjectId held, Hold how) {
    const auto& all = references.holders(held);
    return std::any_of(all.begin(), all.end(),
                       [&](const Holding& h) { return h.holder == holder && h.how == how; });
}

}  // namespace

TEST_CASE("a timer holds the sleep, and that who sleeps") {
    const References references = Program().references();
    CHECK(holds(references, 0, kSleep, Hold::timer));
    CHECK(holds(references, kSleep, kSleeper, Hold::wakes));
    CHECK(references.held(kSleeper));
    CHECK(references.held(kMain));
}

TEST_CASE("the loop's list of tasks holds every task, but only weakly") {
    const References references = Program().references();
    for (const ObjectId task : {kMain, kLost, kSleeper}) CHECK(holds(references, 0, task, Hold::weakly));
}

TEST_CASE("a task and a future that only hold each other are what a collection takes") {
    const References references = Program().references();
    CHECK(holds(references, kAnswer, kLost, Hold::wakes));
    CHECK(holds(references, kLost, kAnswer, Hold::variable));
    CHECK_FALSE(references.held(kLost));
    CHECK(references.lost() == std::vector<ObjectId>{kLost});
}

TEST_CASE("a variable that holds the future holds the task that waits for it") {
    Program program;
    program.builder().add(EventKind::link, {.a = kMain, .b = kAnswer, .text = "frame"});
    const References references = program.references();
    CHECK(holds(references, kMain, kAnswer, Hold::variable));
    CHECK(references.held(kLost));
    CHECK(references.lost().empty());
}

TEST_CASE("what is ready is held by the queue") {
    Program program;
    program.builder().add(EventKind::resolve, {.a = kAnswer});
    program.builder().ready(kLost, ReadyReason::woken, kAnswer);
    const References references = program.references();
    CHECK(holds(references, 0, kLost, Hold::ready));
    CHECK(references.lost().empty());
}

TEST_CASE("the tree goes from the task to the roots, and round no circle twice") {
    const References references = Program().references();
    const std::vector<HolderRow> rows = references.tree(kLost);
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].holding.holder == kAnswer);
    CHECK(rows[0].depth == 0);
    CHECK_FALSE(rows[0].held);
    for (const std::size_t circle : {1U, 2U}) {  // it waits for the future, and has a variable for it
        CHECK(rows[circle].holding.holder == kLost);
        CHECK(rows[circle].depth == 1);
        CHECK(rows[circle].again);
    }
    CHECK(rows[3].holding.how == Hold::weakly);
    CHECK(rows[3].depth == 0);
    const std::vector<HolderRow> sleeper = references.tree(kSleeper);
    REQUIRE(sleeper.size() >= 2);
    CHECK(sleeper[0].held);
    CHECK(sleeper[1].holding.how == Hold::timer);
    CHECK(references.tree(kSleeper, 1).size() == 1);
}

TEST_CASE("a group's tasks are held by way of the task whose block it is") {
    Program program;
    program.builder().create(12, ObjectKind::task_group, "TaskGroup", {.b = kMain});
    program.builder().add(EventKind::link, {.a = 12, .b = kLost, .text = "child"});
    const References references = program.references();
    CHECK(references.held(kLost));
}

TEST_CASE("a recording without links of variables cannot tell what is lost") {
    CHECK_FALSE(knows_variables(sleeper()));
    Program program;
    static_cast<void>(program.references());
    CHECK(knows_variables(program.store().recording()));
}

TEST_CASE("a lock is the program's own: nothing gives it back from outside, as a connection may come back") {
    Program program;
    constexpr ObjectId kLock = 20, kConnection = 21;
    program.builder().create(kLock, ObjectKind::lock, "Lock");
    program.builder().create(kConnection, ObjectKind::transport, "client side");
    const References references = program.references();
    CHECK(holds(references, 0, kLock, Hold::program));
    CHECK_FALSE(holds(references, 0, kLock, Hold::outside));
    CHECK(holds(references, 0, kConnection, Hold::outside));
    CHECK(references.held(kLock));
}
