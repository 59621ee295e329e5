#include "viz/data/explain/unfinished.h"

#include "tests/viz/samples.h"
#include "viz/data/explain/findings.h"
#include "viz/data/explain/sentence.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

constexpr ObjectId kMain = 1, kWorker = 2, kQueue = 3, kEvent = 4, kJoin = 5, kSleep = 6, kGet = 7;

// main waits in join() for the one item that the worker has taken. What happens then is the test's.
struct Joined : SampleBuilder {
    Joined() {
        create(kMain, ObjectKind::task, "main");
        create(kQueue, ObjectKind::queue, "Queue");
        create(kEvent, ObjectKind::event, "Event", {.b = kQueue, .flags = kInternal});
        add(EventKind::step, {.a = kMain});
        create(kWorker, ObjectKind::task, "worker");
        add(EventKind::queue_put, {.a = kQueue, .text = "1"});
        add(EventKind::state, {.a = kQueue, .value = 1});
        create(kJoin, ObjectKind::future, "Event.wait", {.b = kEvent, .flags = kInternal});
        join = add(EventKind::await, {.a = kMain, .b = kJoin});
        add(EventKind::step, {.a = kWorker});
        add(EventKind::queue_get, {.a = kQueue, .text = "1", .line = 7});
    }
    void works() {
        create(kSleep, ObjectKind::sleep, "");
        add(EventKind::await, {.a = kWorker, .b = kSleep});
    }
    void reports() { add(EventKind::state, {.a = kQueue, .value = 0}); }
    void waits_for_next() {
        create(kGet, ObjectKind::future, "Queue.get", {.b = kQueue, .flags = kInternal});
        add(EventKind::await, {.a = kWorker, .b = kGet});
    }
    void main_is_cancelled() {
        add(EventKind::cancel, {.a = kMain});
        add(EventKind::step, {.a = kMain, .text = "CancelledError()"});
        add(EventKind::task_cancelled, {.a = kMain});
    }
    EventIndex join = 0;
};

}  // namespace

TEST_CASE("who was made by a task that had taken an item may report it; who was made before may not") {
    Joined run;
    run.works();
    run.add(EventKind::step, {.a = kWorker});
    run.create(20, ObjectKind::task, "helper");
    run.create(21, ObjectKind::future, "future 1");
    run.add(EventKind::await, {.a = kWorker, .b = 21});
    run.add(EventKind::step, {.a = 20});
    run.create(22, ObjectKind::task, "grandchild");
    run.create(23, ObjectKind::future, "future 2");
    bool stuck = true;
    SUBCASE("its grandchild is still there and could report it") {
        stuck = false;
        run.add(EventKind::task_return, {.a = 20});
        run.add(EventKind::step, {.a = 22});
        run.add(EventKind::await, {.a = 22, .b = 23});
    }
    SUBCASE("all of them have ended") {
        run.add(EventKind::task_return, {.a = 20});
        run.add(EventKind::step, {.a = 22});
        run.add(EventKind::task_return, {.a = 22});
    }
    run.add(EventKind::step, {.a = kWorker});
    run.add(EventKind::task_return, {.a = kWorker});
    const Store store(run.take());
    CHECK(unfinished_queues(store).size() == (stuck ? 1 : 0));
}

TEST_CASE("a worker that takes the next item and reports none leaves join() waiting for ever") {
    Joined run;
    run.waits_for_next();
    SUBCASE("until it is given up") { run.main_is_cancelled(); }
    SUBCASE("to the end") {}
    const Store store(run.take());
    const auto found = unfinished_queues(store);
    REQUIRE(found.size() == 1);
    CHECK(found[0].begin == run.join);
    CHECK(found[0].queue == kQueue);
    CHECK(found[0].task == kMain);
    CHECK(found[0].taken == 1);
    CHECK(found[0].reported == 0);
    const auto told = findings(store);
    REQUIRE(told.size() == 1);
    CHECK(told[0].evidence.find("1 items were taken, task_done() was called 0 times") != std::string::npos);
    CHECK(told[0].place.line == 7);
    CHECK_FALSE(told[0].remedy.empty());
}

TEST_CASE("so does one that failed before it reported its item") {
    Joined run;
    run.add(EventKind::task_raise, {.a = kWorker, .text = "ValueError()"});
    run.main_is_cancelled();
    CHECK(unfinished_queues(Store(run.take())).size() == 1);
}

TEST_CASE("of who still works at an item it is not known whether it would have reported it") {
    Joined run;
    run.works();
    SUBCASE("join() has a timeout") { run.main_is_cancelled(); }
    SUBCASE("all are asked to stop, the worker first") {
        run.add(EventKind::cancel, {.a = kWorker});
        run.add(EventKind::cancel, {.a = kMain});
        run.add(EventKind::step, {.a = kWorker, .text = "CancelledError()"});
        run.add(EventKind::task_cancelled, {.a = kWorker});
        run.add(EventKind::step, {.a = kMain, .text = "CancelledError()"});
        run.add(EventKind::task_cancelled, {.a = kMain});
    }
    SUBCASE("it reports it later") {
        run.main_is_cancelled();
        run.add(EventKind::step, {.a = kWorker});
        run.reports();
    }
    CHECK(unfinished_queues(Store(run.take())).empty());
}

TEST_CASE("an item that was handed to another task may be reported by that one") {
    Joined run;
    run.create(8, ObjectKind::task, "helper");
    run.waits_for_next();
    run.add(EventKind::step, {.a = 8});
    run.create(9, ObjectKind::sleep, "");
    run.add(EventKind::await, {.a = 8, .b = 9});
    run.main_is_cancelled();
    CHECK(unfinished_queues(Store(run.take())).empty());
}

TEST_CASE("nothing is said of a queue whose items were all reported, or are not all taken") {
    Joined reported;
    reported.reports();
    reported.waits_for_next();
    reported.main_is_cancelled();
    CHECK(unfinished_queues(Store(reported.take())).empty());
    Joined left;
    left.add(EventKind::queue_put, {.a = kQueue, .text = "2"});
    left.add(EventKind::state, {.a = kQueue, .value = 2});
    left.add(EventKind::task_return, {.a = kWorker});
    left.main_is_cancelled();
    CHECK(unfinished_queues(Store(left.take())).empty());
}

TEST_CASE("task_done() is a step of its own, whose sentence says who called it and what is still open") {
    Joined run;
    const EventIndex last = run.add(EventKind::state, {.a = kQueue, .value = 0});
    Store store(run.take());
    CHECK(store.reports_item(last));
    CHECK(std::count(store.stops().begin(), store.stops().end(), last) == 1);
    CHECK(sentence(store, last) ==
          "worker calls task_done(): the last open item of Queue is done, and whoever waits in join() can go "
          "on.");
}
