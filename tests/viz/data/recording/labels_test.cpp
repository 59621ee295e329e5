#include "viz/data/recording/labels.h"
#include "viz/data/explain/sentence.h"
#include "viz/data/recording/store.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <limits>

using namespace loopscope::viz;
using loopscope::trace::EventKind;

TEST_CASE("seconds are written without needless zeros") {
    CHECK(seconds_text(0, Words::of("en")) == "0 s");
    CHECK(seconds_text(3 * kSecond, Words::of("en")) == "3 s");
    CHECK(seconds_text(kSecond / 4, Words::of("en")) == "0.25 s");
    CHECK(seconds_text(1'000'002'000, Words::of("en")) == "1.000002 s");
    CHECK(seconds_text(1, Words::of("en")) == "0.001 \u00b5s");
    CHECK(seconds_text(-kSecond / 2, Words::of("en")) == "-0.5 s");
    CHECK(seconds_text(std::numeric_limits<std::int64_t>::min(), Words::of("en")) ==
          "-9223372036.854775808 s");
}

TEST_CASE("seconds that were measured are rounded, but never to nothing") {
    CHECK(seconds_text(155'086'669, Words::of("en")) == "0.155 s");
    CHECK(seconds_text(12'345'678'901, Words::of("en")) == "12.346 s");
    CHECK(seconds_text(999'999'999, Words::of("en")) == "1 s");
    CHECK(seconds_text(4'123'456, Words::of("en")) == "0.00412 s");
    CHECK(seconds_text(412'345, Words::of("en")) == "412 \u00b5s");
    CHECK(exact_seconds(155'086'669) == "0.155086669");
}

TEST_CASE("German writes seconds with a comma") {
    CHECK(seconds_text(kSecond / 4, Words::of("de")) == "0,25 s");
    CHECK(seconds_text(3 * kSecond, Words::of("de")) == "3 s");
}

TEST_CASE("a task without a name of its own is told from its likes by what it was called with") {
    SampleBuilder b;
    for (const std::uint32_t task : {1U, 2U, 3U})
        b.create(task, loopscope::trace::ObjectKind::task, "Task-" + std::to_string(task));
    b.create(4, loopscope::trace::ObjectKind::task, "baker");
    const auto arguments = static_cast<std::int64_t>(b.text("'A', 3"));
    b.add(EventKind::enter, {.a = 1, .text = "main"});
    b.add(EventKind::enter, {.a = 2, .text = "work", .value = arguments});
    b.add(EventKind::enter, {.a = 3, .text = "work", .value = 7, .flags = loopscope::trace::kWholeNumber});
    b.add(EventKind::enter, {.a = 4, .text = "work", .value = arguments});
    const Store store(b.take());
    CHECK(store.full_label(1) == "Task-1 \u00b7 main");
    CHECK(store.full_label(2) == "Task-2 \u00b7 work('A', 3)");
    CHECK(store.full_label(3) == "Task-3 \u00b7 work(7)");
    CHECK(store.full_label(4) == "baker");
    CHECK(store.call_of(4) == "work('A', 3)");
    CHECK(store.function_of(4) == "work");
}

TEST_CASE("asyncio's own tasks, which have no lane, are called by what they run") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::task, "Task-1");
    b.add(EventKind::enter, {.a = 1, .text = "main"});
    b.create(2, loopscope::trace::ObjectKind::task, "Task-2", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::enter, {.a = 2, .text = "shutdown_asyncgens"});
    b.create(3, loopscope::trace::ObjectKind::task, "Task-3", {.flags = loopscope::trace::kInternal});
    const Store store(b.take());
    CHECK(store.label(1) == "Task-1");
    CHECK(store.label(2) == "shutdown_asyncgens()");
    CHECK(store.full_label(2) == "shutdown_asyncgens()");
    CHECK(store.label(3) == "Task-3");
}

TEST_CASE("ends of connections that are all called alike have the number of their connection") {
    SampleBuilder b;
    const auto connect = [&](loopscope::trace::ObjectId client) {
        b.create(client, loopscope::trace::ObjectKind::transport, "client side");
        b.create(client + 1, loopscope::trace::ObjectKind::transport, "server side");
        b.add(EventKind::stream_peer, {.a = client + 1, .b = client});
    };
    connect(1);
    SUBCASE("of one connection they need none") {
        const Store store(b.take());
        CHECK(store.label(1) == "client side");
    }
    SUBCASE("of two they do") {
        connect(3);
        const Store store(b.take());
        CHECK(store.label(1) == "client side 1");
        CHECK(store.label(2) == "server side 1");
        CHECK(store.brief_label(4) == "server side 2");
    }
}

TEST_CASE("who waits in join() waits for the queue, whatever its event is called") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::queue, "Queue 1");
    b.create(2, loopscope::trace::ObjectKind::event, "Event", {.b = 1, .flags = loopscope::trace::kInternal});
    b.create(3, loopscope::trace::ObjectKind::future, "Event.wait",
             {.b = 2, .flags = loopscope::trace::kInternal});
    b.create(4, loopscope::trace::ObjectKind::event, "Event 1");
    b.create(5, loopscope::trace::ObjectKind::future, "Event.wait",
             {.b = 4, .flags = loopscope::trace::kInternal});
    const Store store(b.take());
    CHECK(store.label(3) == "Queue.join");
    CHECK(joined_queue(store.objects(), 3) == 1);
    CHECK(store.label(5) == "Event.wait");
}

TEST_CASE("who waits at a barrier waits for the barrier, whatever its condition is called") {
    using loopscope::trace::ObjectKind;
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::barrier, "Barrier 1", {.value = 2});
    b.create(3, ObjectKind::condition, "Condition", {.b = 2, .flags = loopscope::trace::kInternal});
    b.create(4, ObjectKind::future, "Condition.wait", {.b = 3, .flags = loopscope::trace::kInternal});
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    const auto waits = b.add(EventKind::await, {.a = 1, .b = 4});
    Store store(b.take());
    CHECK(store.label(4) == "Barrier.wait");
    CHECK(sentence(store, waits) == "A waits at Barrier 1 until 2 have arrived.");
}

TEST_CASE("a child process is called by its program's file, a command line stays as it is") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::process, "/usr/bin/python3");
    b.create(2, loopscope::trace::ObjectKind::process, "/bin/ls -l /tmp");
    const Store store(b.take());
    CHECK(store.label(1) == "python3");
    CHECK(store.label(2) == "/bin/ls -l /tmp");
}

TEST_CASE(
    "a task that a library calls by where its function lies is called by the function and the one around "
    "it") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::task, "anyio._core._sockets.connect_tcp.<locals>.try_connect");
    b.create(2, loopscope::trace::ObjectKind::task, "main.<locals>.work");
    b.create(3, loopscope::trace::ObjectKind::task, "host.example.org");
    const Store store(b.take());
    CHECK(store.label(1) == "connect_tcp.try_connect");
    CHECK(store.label(2) == "main.work");
    CHECK(store.label(3) == "host.example.org");
}

TEST_CASE("the gather inside of communicate() is told as the call that the program made") {
    using loopscope::trace::ObjectKind;
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::task, "_noop", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::step, {.a = 1});
    b.create(3, ObjectKind::gather, "gather", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::link, {.a = 3, .b = 2, .text = "child"});
    const auto waits = b.add(EventKind::await, {.a = 1, .b = 3});
    b.create(4, ObjectKind::gather, "gather", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::link, {.a = 4, .b = 1, .text = "child"});
    Store store(b.take());
    CHECK(store.label(3) == "communicate()");
    CHECK(store.label(4) == "gather");
    CHECK(sentence(store, waits) ==
          "main waits in communicate() until the child process has closed its output.");
}
