#include "viz/data/explain/findings.h"

#include "tests/viz/samples.h"
#include "viz/data/explain/sentence.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

constexpr const char* kNoTimeoutError =
    "swallowed cancellation: CancelledError did not come out of the block whose time ran out, so there is no "
    "TimeoutError";

}  // namespace

TEST_CASE("what another thread did on the real clock is explained as on the virtual one") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::queue, "Queue");
    builder.add(EventKind::warning, {.a = 1, .text = "not thread-safe: other changed it"});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].title == "not thread-safe");
    CHECK(found[0].object == 1);
    CHECK_FALSE(found[0].remedy.empty());
}

TEST_CASE("each thing that went wrong is listed with what it means and what to do") {
    const Store store(cancelled_and_failed());
    const auto failed = findings(store);
    REQUIRE_FALSE(failed.empty());
    CHECK(failed.front().title == "task failed");
    CHECK(failed.front().object == 5);
    CHECK_FALSE(failed.front().explanation.empty());

    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "main");
    builder.add(EventKind::warning, {.a = 1, .text = "destroyed pending: main was waiting"});
    builder.add(EventKind::warning, {.text = "something new: of a later version"});
    const Store warned(builder.take());
    const auto found = findings(warned);
    REQUIRE(found.size() == 2);
    CHECK(found[0].title == "destroyed pending");
    CHECK(found[0].evidence == "main was waiting");
    CHECK_FALSE(found[0].remedy.empty());
    CHECK(found[1].title == "something new");
    CHECK(found[1].remedy.empty());
}

TEST_CASE("what happens again and again at one line is told once, with the line") {
    SampleBuilder builder;
    const std::string text = "never awaited: coroutine save() was called but never awaited";
    for (int i = 0; i < 3; ++i) builder.add(EventKind::warning, {.text = text, .line = 26});
    builder.add(EventKind::warning, {.text = text, .line = 30});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 2);
    CHECK(found[0].events == std::vector<EventIndex>{0, 1, 2});
    CHECK(found[0].place.line == 26);
    CHECK(found[1].place.line == 30);
}

TEST_CASE("what blocked the loop is told with the line that did") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "main");
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::clock, {.value = 3'000'000'000, .line = 17});
    builder.add(EventKind::task_return, {.a = 1});
    builder.add(EventKind::warning,
                {.a = 1, .text = "slow callback: this ran for 3.000 s, and nothing else"});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.line == 17);
}

TEST_CASE("of a swallowed cancellation and a lost task the window tells in its language who it was") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "worker");
    builder.add(
        EventKind::warning,
        {.a = 1,
         .text = "swallowed cancellation: CancelledError was thrown into it here, and here it waits again"});
    builder.add(EventKind::warning,
                {.a = 1,
                 .text = "swallowed cancellation: CancelledError was thrown into it, and it returned as if "
                         "nothing had happened"});
    builder.add(EventKind::warning,
                {.a = 1, .text = "destroyed pending: task worker was destroyed before it was done"});
    Store store(builder.take());
    const Words& german = Words::of("de");
    store.speak(german);
    CHECK(sentence(store, 1, german)
              .starts_with("Achtung: worker hat CancelledError abgefangen und macht weiter."));
    CHECK(sentence(store, 2, german).find("zurückgekehrt") != std::string::npos);
    CHECK(sentence(store, 3, german).starts_with("Achtung: worker wurde zerstört"));
    for (const Finding& finding : findings(store, german)) {
        CHECK(finding.evidence.find(" was ") == std::string::npos);
        CHECK_FALSE(finding.evidence.empty());
    }
}

TEST_CASE(
    "a swallowed cancellation is told with the line at which it was thrown, and with what it leads to") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "worker");
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::await, {.a = 1, .line = 7});
    builder.add(EventKind::step, {.a = 1, .text = "CancelledError()"});
    builder.add(EventKind::await, {.a = 1, .line = 9});  // it cleans up
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::task_return, {.a = 1, .text = "None"});
    builder.add(EventKind::warning,
                {.a = 1,
                 .text = "swallowed cancellation: CancelledError was thrown into it, and it returned as if "
                         "nothing had happened"});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.line == 7);
    CHECK(found[0].explanation.find("still waits") == std::string::npos);
    CHECK(found[0].explanation.find("cancelled() is False") != std::string::npos);
}

TEST_CASE("a timeout whose CancelledError was caught inside is told with the line at which it was thrown") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "worker");
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::await, {.a = 1, .line = 7});
    builder.add(EventKind::step, {.a = 1, .text = "CancelledError()"});
    builder.add(EventKind::await, {.a = 1, .line = 9});
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::warning, {.a = 1, .text = kNoTimeoutError});
    Store store(builder.take());
    const auto found = findings(store);
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.line == 7);
    CHECK(found[0].explanation.find("as if the work had been done in time") != std::string::npos);
    CHECK(sentence(store, 6).find("there is no TimeoutError") != std::string::npos);
}

TEST_CASE("a cancellation that is seen twice to be lost is told once, at the step that caught it") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "worker");
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::await, {.a = 1, .line = 7});
    const EventIndex thrown = builder.add(EventKind::step, {.a = 1, .text = "CancelledError()"});
    builder.add(EventKind::await, {.a = 1, .line = 9});
    builder.add(
        EventKind::warning,
        {.a = 1,
         .text = "swallowed cancellation: CancelledError was thrown into it here, and here it waits again"});
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::warning, {.a = 1, .text = kNoTimeoutError});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].events == std::vector<EventIndex>{thrown});
    CHECK(found[0].place.line == 7);
    CHECK(found[0].evidence.find("no TimeoutError") != std::string::npos);
}

TEST_CASE("of an exception that nobody looked at one entry tells, with the line that raised it") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "worker");
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::task_raise, {.a = 1, .text = "ValueError('x')", .line = 30});
    builder.add(EventKind::error, {.a = 1, .text = "Task exception was never retrieved: ValueError('x')"});
    builder.add(EventKind::warning, {.a = 1, .text = "never retrieved: ValueError('x') was never looked at"});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].title == "never retrieved");
    CHECK(found[0].place.line == 30);
}

TEST_CASE("what waits for ever is told with each task's queue or lock and its line") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "main");
    builder.create(2, ObjectKind::task, "worker");
    builder.create(3, ObjectKind::queue, "Queue 1");
    builder.turn(1, 0);
    builder.add(EventKind::step, {.a = 2});
    builder.create(4, ObjectKind::future, "Queue.get", {.b = 3, .flags = kInternal});
    const EventIndex waits = builder.add(EventKind::await, {.a = 2, .b = 4, .line = 60});
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::await, {.a = 1, .b = 2, .line = 77});
    const EventIndex told = builder.add(
        EventKind::warning,
        {.text = "waits for ever: main waits for worker, worker waits for an item of a queue into which "
                 "nobody can put one any more; nothing is ready, no timer runs, nothing is under way"});
    Store store(builder.take());
    const auto found = findings(store);
    REQUIRE(found.size() == 1);
    REQUIRE(found[0].waits.size() == 2);
    CHECK(found[0].waits[1].task == 2);
    CHECK(found[0].waits[1].object == 3);
    CHECK(found[0].waits[1].begin == waits);
    CHECK(wait_text(store, found[0].waits[1]) == "Queue 1 (get), sample.py:60");
    CHECK(found[0].place.line == 77);
    CHECK(sentence(store, told)
              .find("main waits for worker (sample.py:77), worker waits for an item of a queue into which "
                    "nobody can put one any more (Queue 1 (get), sample.py:60);") != std::string::npos);
}

TEST_CASE("a task that failed by what was thrown into it failed where it waited") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "worker");
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::await, {.a = 1, .line = 7});
    builder.add(EventKind::step, {.a = 1, .text = "ConnectionResetError()"});
    builder.add(EventKind::task_raise, {.a = 1, .text = "ConnectionResetError()"});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.line == 7);
}

TEST_CASE("a thread that changes what is the loop's is told, and what it hands over is not") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::thread, "producer");
    builder.create(2, ObjectKind::queue, "Queue 1");
    builder.add(EventKind::thread_run, {.a = 1});
    builder.add(EventKind::thread_wait, {.a = 1});
    builder.turn(1, 0);
    builder.add(EventKind::ready, {.a = 2, .flags = 8});
    builder.add(EventKind::call, {.a = 2, .text = "put_nowait"});
    builder.add(EventKind::queue_put, {.a = 2, .text = "0"});
    builder.add(EventKind::call_end, {.a = 2});
    builder.add(EventKind::thread_run, {.a = 1});
    const auto put = builder.add(EventKind::queue_put, {.a = 2, .text = "None", .line = 17});
    Store store(builder.take());
    const auto found = findings(store);
    REQUIRE(found.size() == 1);
    CHECK(found[0].events.front() == put);
    CHECK(found[0].object == 1);
    CHECK(found[0].place.line == 17);
    CHECK(sentence(store, put).starts_with("producer puts None into Queue 1"));
    CHECK(sentence(store, put).find("not safe") != std::string::npos);
    CHECK(sentence(store, 5).find("hands over put_nowait() of Queue 1") != std::string::npos);
    CHECK(sentence(store, 7).find("not safe") == std::string::npos);
}

TEST_CASE("of a task that failed is said who has taken its exception, and how long nobody did") {
    SampleBuilder builder;
    builder.create(9, ObjectKind::task, "main");
    for (const ObjectId task : {1U, 2U, 3U}) {
        builder.create(task, ObjectKind::task, "T");
        builder.add(EventKind::step, {.a = task});
        builder.add(EventKind::task_raise, {.a = task, .text = "ValueError()"});
    }
    builder.add(EventKind::step, {.a = 9});
    builder.add(EventKind::retrieve, {.a = 1});
    builder.add(EventKind::await, {.a = 9});
    builder.turn(2, 19'000'000'000);
    builder.add(EventKind::step, {.a = 9});
    builder.add(EventKind::retrieve, {.a = 2});
    builder.add(EventKind::task_return, {.a = 9});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 3);
    CHECK(found[0].explanation.starts_with("main took the exception at once."));
    CHECK(found[1].explanation.starts_with("For 19 s nobody looked; then main took the exception."));
    CHECK(found[2].explanation.find("waits in the task") != std::string::npos);
}

TEST_CASE("an exception that asyncio took only to report it is told as reported, of its task and its line") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "handler");
    builder.create(2, ObjectKind::callback, "StreamReaderProtocol");
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::task_raise, {.a = 1, .text = "ConnectionResetError()", .line = 12});
    builder.add(EventKind::call, {.a = 2});
    builder.add(EventKind::retrieve, {.a = 1});
    builder.add(EventKind::error, {.text = "Unhandled exception in client_connected_cb"});
    builder.add(EventKind::call_end, {.a = 2});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].title == "exception handler");
    CHECK(found[0].object == 1);
    CHECK(found[0].place.line == 12);
}

TEST_CASE("a report of something else is not taken for one of the task whose exception was taken last") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "test");
    builder.create(2, ObjectKind::task, "lost");
    builder.turn(1, 0);
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::task_raise, {.a = 1, .text = "AssertionError()", .line = 12});
    builder.add(EventKind::loop_stop, {});
    builder.add(EventKind::retrieve, {.a = 1});  // by run_until_complete()
    SUBCASE("of another task") {
        builder.add(EventKind::error, {.a = 2, .text = "Task was destroyed but it is pending!"});
    }
    SUBCASE("in a later turn") {
        builder.turn(2, 0);
        builder.add(EventKind::error, {.text = "something"});
    }
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 2);
    CHECK(found[0].title == "task failed");
    CHECK(found[0].place.line == 12);
    CHECK(found[1].object != 1);
    CHECK(found[1].place.line == 0);
}

namespace {

// A (1) and B (2) each hold a lock (3, 4) and want the other's, from 1 s on.
SampleBuilder two_locks() {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "A");
    builder.create(2, ObjectKind::task, "B");
    builder.create(3, ObjectKind::lock, "Lock 1");
    builder.create(4, ObjectKind::lock, "Lock 2");
    builder.turn(1, kSecond);
    for (const ObjectId task : {1U, 2U}) {
        builder.add(EventKind::step, {.a = task});
        builder.add(EventKind::state, {.a = task + 2, .b = task, .text = "locked"});
        builder.create(task + 4, ObjectKind::future, "Lock.acquire", {.b = 5 - task});
        builder.add(EventKind::await, {.a = task, .b = task + 4, .line = 10 + task});
    }
    return builder;
}

}  // namespace

TEST_CASE(
    "a circle of locks is told also if a timeout ended it, with its times and the line that closed it") {
    SampleBuilder builder = two_locks();
    builder.turn(2, 5 * kSecond);
    builder.add(EventKind::step, {.a = 1, .b = 5, .text = "CancelledError()"});
    const Store store(builder.take());
    const auto found = findings(store);
    REQUIRE(found.size() == 1);
    CHECK(found[0].title == "a circle of waiting");
    CHECK(found[0].object == 2);
    CHECK(found[0].place.line == 12);
    CHECK(found[0].evidence ==
          "B waits for a lock that A holds, A waits for a lock that B holds: a circle from 1 s to 5 s");
    CHECK(findings(store, Words::of("de"))[0].evidence.ends_with("ein Kreis von 1 s bis 5 s"));
}

TEST_CASE("a circle that nothing ended is told, but not twice, and one that came apart by itself is not") {
    SUBCASE("to the end") {
        const auto found = findings(Store(two_locks().take()));
        REQUIRE(found.size() == 1);
        CHECK(found[0].evidence.ends_with("a circle from 1 s to the end"));
    }
    SUBCASE("the loop has said that they wait for ever") {
        SampleBuilder builder = two_locks();
        builder.add(EventKind::warning, {.a = 1, .text = "waits for ever: A waits for B"});
        const auto found = findings(Store(builder.take()));
        REQUIRE(found.size() == 1);
        CHECK(found[0].title == "waits for ever");
    }
    SUBCASE("somebody else released a lock") {
        SampleBuilder builder = two_locks();
        builder.add(EventKind::step, {.a = 1, .b = 5});
        CHECK(findings(Store(builder.take())).empty());
    }
}

TEST_CASE("who holds a lock and waits for a group of tasks waits in a circle with the one that wants it") {
    for (const ObjectKind kind : {ObjectKind::gather, ObjectKind::task_group}) {
        SampleBuilder builder;
        builder.create(1, ObjectKind::task, "main");
        builder.create(2, ObjectKind::lock, "Lock 1");
        builder.add(EventKind::state, {.a = 2, .b = 1, .text = "locked"});
        builder.create(3, ObjectKind::task, "child");
        builder.create(4, kind, "group");
        builder.add(EventKind::link, {.a = 4, .b = 3, .text = "child"});
        builder.add(EventKind::link, {.a = 4, .b = 1, .text = "parent"});
        builder.create(5, ObjectKind::future, "group");
        builder.add(EventKind::await, {.a = 1, .b = kind == ObjectKind::gather ? 4U : 5U});
        builder.create(6, ObjectKind::future, "Lock.acquire", {.b = 2});
        builder.add(EventKind::await, {.a = 3, .b = 6});
        const auto found = findings(Store(builder.take()));
        REQUIRE(found.size() == 1);
        CHECK(found[0].evidence.starts_with("child waits for a lock that main holds, main waits for child:"));
    }
}

TEST_CASE("what is said about twenty tasks at one line is told once, with all its moments") {
    SampleBuilder builder;
    for (ObjectId task = 1; task <= 20; ++task) {
        builder.create(task, ObjectKind::task, "client");
        builder.add(EventKind::task_raise, {.a = task, .text = "OSError(5)", .line = 12});
    }
    builder.create(21, ObjectKind::task, "client");
    builder.add(EventKind::task_raise, {.a = 21, .text = "ValueError()", .line = 12});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 2);
    CHECK(found[0].events.size() == 20);
    CHECK(found[0].object == 1);
    CHECK(found[1].events.size() == 1);
}
