// What is told of who waits, and of who is woken or not.
#include "viz/data/explain/sentence.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectKind;

TEST_CASE("a loop without a timer waits for what there is: the network, a thread, a child process") {
    SampleBuilder b;
    const auto network = b.add(EventKind::select, {.value = -1});
    b.create(1, ObjectKind::thread, "asyncio_0");
    const auto thread = b.add(EventKind::select, {.value = -1});
    b.create(2, ObjectKind::server, "server");
    b.add(EventKind::watch, {.a = 2, .flags = loopscope::trace::kRead});
    const auto both = b.add(EventKind::select, {.value = -1});
    b.create(3, ObjectKind::process, "process 1");
    const auto all = b.add(EventKind::select, {.value = -1});
    b.add(EventKind::drop, {.a = 1});
    const auto process = b.add(EventKind::select, {.value = -1});
    b.add(EventKind::process_exit, {.a = 3, .value = 0});
    const auto over = b.add(EventKind::select, {.value = -1});
    Store store(b.take());
    CHECK(sentence(store, network).ends_with("the loop can only wait for the network."));
    CHECK(sentence(store, thread).ends_with("the loop can only wait for another thread."));
    CHECK(sentence(store, both).ends_with("the loop can only wait for the network or another thread."));
    CHECK(sentence(store, all).ends_with("the loop can only wait for a child process or another thread."));
    CHECK(sentence(store, process).ends_with("the loop can only wait for a child process."));
    CHECK(sentence(store, over).ends_with("the loop can only wait for the network."));
}

TEST_CASE("a loop with a timer waits for the network or a thread at most until that is due") {
    SampleBuilder b;
    b.create(1, ObjectKind::timer, "");
    b.add(EventKind::timer, {.a = 1, .value = kSecond});
    b.create(2, ObjectKind::server, "server");
    b.add(EventKind::watch, {.a = 2, .flags = loopscope::trace::kRead});
    const auto network = b.add(EventKind::select, {.value = kSecond});
    Store store(b.take());
    CHECK(
        sentence(store, network) ==
        "Nothing is ready: the loop waits for the network, at most until its next timer is due at t = 1 s.");
}

TEST_CASE("a notification that wakes nobody is told as one that is lost") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::condition, "Condition 1");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    const auto lost = b.add(EventKind::state, {.a = 2, .text = "notified", .value = 0});
    const auto heard = b.add(EventKind::state, {.a = 2, .text = "notified", .value = 2});
    Store store(b.take());
    CHECK(sentence(store, lost).starts_with("A calls notify(), but nobody waits at Condition 1"));
    CHECK(sentence(store, heard) == "A notifies Condition 1 and wakes 2 of those who wait there.");
}
