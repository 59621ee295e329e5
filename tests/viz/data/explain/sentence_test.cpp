#include "viz/data/explain/sentence.h"
#include "viz/data/recording/source_place.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectKind;
using loopscope::trace::ReadyReason;

namespace {

std::string sentence_of(Store& store, EventKind kind, int occurrence = 1) {
    for (EventIndex i = 0; i < store.event_count(); ++i) {
        if (store.event(i).kind == kind && --occurrence == 0) return sentence(store, i);
    }
    return {};
}

}  // namespace

TEST_CASE("every kind of event has a sentence") {
    for (std::size_t kind = 0; kind < loopscope::trace::kEventKinds; ++kind) {
        SampleBuilder b;
        b.create(1, ObjectKind::task, "A");
        const EventIndex event =
            b.add(static_cast<EventKind>(kind), {.a = 1, .b = 1, .text = "words", .value = 1, .line = 4});
        Store store(b.take());
        const std::string text = sentence(store, event);
        CAPTURE(loopscope::trace::kEventKindNames[kind]);
        CHECK(text.size() > 10);
        CHECK((text.back() == '.' || text.ends_with("words")));
    }
}

TEST_CASE("no German sentence has a number with a point") {
    constexpr std::int64_t kHalf = 1'500'000'000;
    for (std::size_t kind = 0; kind < loopscope::trace::kEventKinds; ++kind) {
        SampleBuilder b;
        b.create(1, ObjectKind::task, "A");
        const EventIndex event =
            b.add(static_cast<EventKind>(kind), {.a = 1, .b = 1, .text = "words", .value = kHalf, .line = 4});
        Store store(b.take());
        const std::string text = sentence(store, event, Words::of("de"));
        CAPTURE(text);
        CHECK(text.find("1.5") == std::string::npos);
    }
}

TEST_CASE("sentences of objects that the recording does not know do not fail") {
    for (std::size_t kind = 0; kind < loopscope::trace::kEventKinds; ++kind) {
        SampleBuilder b;
        const EventIndex event = b.add(static_cast<EventKind>(kind), {.a = 99, .b = 98});
        Store store(b.take());
        CHECK_FALSE(sentence(store, event).empty());
    }
}

TEST_CASE("who waits for a lock, a queue or bytes says what has to happen") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::task, "B");
    const auto waits = [&](ObjectKind kind, std::string_view function, Fields fields = {}) {
        b.create(10, kind, "It", fields);
        if (kind == ObjectKind::lock) b.add(EventKind::state, {.a = 10, .b = 2, .text = "locked"});
        b.create(11, ObjectKind::future, function, {.b = 10, .flags = loopscope::trace::kInternal});
        const EventIndex event = b.add(EventKind::await, {.a = 1, .b = 11});
        Store store(b.take());
        b = SampleBuilder();
        b.create(1, ObjectKind::task, "A");
        b.create(2, ObjectKind::task, "B");
        return sentence(store, event);
    };
    CHECK(waits(ObjectKind::lock, "Lock.acquire") ==
          "A waits for It, which B holds. Meanwhile the loop can run others.");
    CHECK(waits(ObjectKind::semaphore, "Semaphore.acquire").starts_with("A waits: no permit of It is free."));
    CHECK(waits(ObjectKind::event, "Event.wait") == "A waits until somebody sets It.");
    CHECK(waits(ObjectKind::condition, "Condition.wait").ends_with("until somebody notifies It."));
    CHECK(waits(ObjectKind::barrier, "Barrier.wait", {.value = 3}) == "A waits at It until 3 have arrived.");
    CHECK(waits(ObjectKind::queue, "Queue.get").starts_with("A waits for an item: It is empty."));
    CHECK(waits(ObjectKind::queue, "Queue.put").starts_with("A waits for room: It is full."));
    b.create(3, ObjectKind::transport, "client side");
    b.create(11, ObjectKind::future, "StreamReader", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::stream_wait, {.a = 3, .b = 11, .text = "readline()", .value = 1, .flags = 1});
    const EventIndex reads = b.add(EventKind::await, {.a = 1, .b = 11});
    Store store(b.take());
    CHECK(sentence(store, reads)
              .starts_with("A waits in readline(): what it wants to read has not arrived yet."));
}

TEST_CASE("only who stands in front of a semaphore is told the next permit, the others their place in line") {
    SampleBuilder b;
    b.create(1, ObjectKind::semaphore, "It");
    const auto waits = [&](std::uint32_t task, const char* name) {
        b.create(task, ObjectKind::task, name);
        b.ready(task, ReadyReason::created);
        b.turn(task, 0);
        b.add(EventKind::step, {.a = task});
        b.create(task + 1, ObjectKind::future, "Semaphore.acquire",
                 {.b = 1, .flags = loopscope::trace::kInternal});
        return b.add(EventKind::await, {.a = task, .b = task + 1});
    };
    const EventIndex a = waits(10, "A"), second = waits(20, "B"), third = waits(30, "C");
    b.add(EventKind::state, {.a = 1, .value = 1});  // released twice
    const EventIndex late = waits(40, "D");
    Store store(b.take());
    CHECK(sentence(store, a).ends_with("is free. It gets the next one that is released."));
    CHECK(sentence(store, second).ends_with("in line as number 2; A gets the next one that is released."));
    CHECK(sentence(store, third).ends_with("in line as number 3; A gets the next one that is released."));
    CHECK(sentence(store, late).starts_with("D stands in line for It: a permit is free"));
}

TEST_CASE("of many bytes a sentence shows the beginning") {
    SampleBuilder b;
    b.create(1, ObjectKind::transport, "client side");
    b.add(EventKind::stream_write, {.a = 1, .text = "b'" + std::string(256, 'x') + "'...", .value = 8192});
    Store store(b.take());
    CHECK(sentence_of(store, EventKind::stream_write) ==
          "8192 bytes (b'" + std::string(46, 'x') +
              "…') handed to client side. write() never waits: nobody has read them yet.");
}

TEST_CASE("a real clock does not jump: that much time has passed") {
    auto recording = sleeper();
    recording.header.clock = "real";
    Store store(std::move(recording));
    CHECK(sentence_of(store, EventKind::turn, 3) ==
          "After 1 s without anything to do it is t = 1 s. Turn 3 of the loop begins.");
}

TEST_CASE("sentences say what happened and why") {
    Store store(sleeper());
    CHECK(sentence_of(store, EventKind::ready, 2) ==
          "main creates A as a task. It does not run yet: it joins the end of the ready queue.");
    CHECK(sentence_of(store, EventKind::await, 1) == "main waits until A is finished.");
    CHECK(sentence_of(store, EventKind::await, 2) ==
          "A sleeps until t = 1 s. Meanwhile the loop can run others.");
    CHECK(sentence_of(store, EventKind::select) ==
          "Nothing is ready, so the loop waits for the next timer, due at t = 1 s.");
    CHECK(sentence_of(store, EventKind::turn, 3) == "The clock jumps to t = 1 s. Turn 3 of the loop begins.");
    CHECK(sentence_of(store, EventKind::ready, 3) ==
          "A's sleep is over: its timer is due and goes to the ready queue, to wake A.");
    CHECK(sentence_of(store, EventKind::ready, 4) ==
          "A goes to the ready queue because sleep until 1 s is over.");
    CHECK(sentence_of(store, EventKind::call) == "The timer's callback ends the sleep of A.");
    CHECK(sentence_of(store, EventKind::task_return, 1) == "A is finished. Its result is 'A'.");
    CHECK(sentence_of(store, EventKind::ready, 5) == "main goes to the ready queue because A is done.");
    CHECK(sentence_of(store, EventKind::print, 1) == "A prints: A ends");
}

TEST_CASE("a cancellation is told as a request and then as its delivery") {
    Store store(cancelled_and_failed());
    CHECK(sentence_of(store, EventKind::cancel) ==
          "main asks A to stop (enough). That is only a request: A has not noticed yet.");
    CHECK(sentence_of(store, EventKind::task_cancelled) == "A has ended as cancelled.");
    CHECK(sentence_of(store, EventKind::task_raise) ==
          "B fails: ValueError('no') came out of it and is stored in the task.");
    CHECK(sentence_of(store, EventKind::yield) ==
          "main lets others run first: it goes to the end of the ready queue.");
}

TEST_CASE("an exception is thrown in at a line of a file: a scenario has two") {
    SampleBuilder b;
    b.add(EventKind::loop_run, {});
    b.create(1, ObjectKind::task, "A");
    b.ready(1, ReadyReason::created);
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::enter, {.a = 1, .text = "work"});
    b.create(2, ObjectKind::future, "", {.value = 1});
    b.add(EventKind::await, {.a = 1, .b = 2, .line = 4});
    b.ready(1, ReadyReason::woken, 2);
    b.turn(2, 0);
    const EventIndex thrown = b.add(EventKind::step, {.a = 1, .b = 2, .text = "OSError()"});
    Store store(b.take());
    CHECK(sentence(store, thrown) ==
          "A runs again, and OSError() is thrown into it where it waited (sample.py, line 4).");
    // Who reads its twin hears of that one's line.
    store.read_as(Store::Reading{1, "twin.py", TwinLines("# twin\nawait box\n", "\n\n\nco_await box;\n")});
    CHECK(sentence(store, thrown) ==
          "A runs again, and OSError() is thrown into it where it waited (twin.py, line 2).");
    store.read_as(std::nullopt);
    CHECK(named_place(store, 1, 4).file == "sample.py");
}

TEST_CASE("a timeout is told as one: whose it is, that it cancels, and that a shield keeps the request off") {
    SampleBuilder b;
    b.add(EventKind::loop_run, {});
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::task, "work");
    b.ready(1, ReadyReason::created);
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(3, ObjectKind::shield, "shield");
    b.add(EventKind::link, {.a = 3, .b = 2, .text = "inner"});
    b.create(4, ObjectKind::timer, "timeout", {.value = kSecond, .flags = loopscope::trace::kInternal});
    const EventIndex set = b.add(EventKind::timer, {.a = 4, .b = 4, .text = "timeout", .value = kSecond});
    b.add(EventKind::await, {.a = 1, .b = 3, .line = 4});
    b.turn(2, kSecond);
    const EventIndex due = b.ready(4, ReadyReason::timer);
    const EventIndex call =
        b.add(EventKind::call, {.a = 4, .text = "timeout", .flags = loopscope::trace::kInternal});
    const EventIndex asked = b.add(EventKind::cancel, {.a = 1});
    const EventIndex passed = b.add(EventKind::cancel, {.a = 3});
    b.add(EventKind::resolve,
          {.a = 3, .flags = static_cast<std::uint8_t>(loopscope::trace::Outcome::cancelled)});
    b.create(5, ObjectKind::callback, "shield");
    const EventIndex own = b.ready(5, ReadyReason::done_callback, 3);
    b.ready(1, ReadyReason::woken, 3);
    b.add(EventKind::cancel_end, {.a = 3});
    b.add(EventKind::cancel_end, {.a = 1, .value = 1});
    b.add(EventKind::call_end, {.a = 4});
    b.turn(3, kSecond);
    const EventIndex let_go = b.add(EventKind::call, {.a = 5, .b = 3, .flags = loopscope::trace::kInternal});
    b.add(EventKind::call_end, {.a = 5});
    b.add(EventKind::step, {.a = 1, .b = 3, .text = "CancelledError()"});
    const EventIndex back = b.add(EventKind::uncancel, {.a = 1});
    Store store(b.take());
    CHECK(sentence(store, set) == "A timer is set for t = 1 s (timeout of main).");
    CHECK(sentence(store, due) == "The timeout of main is due: its callback goes to the ready queue.");
    CHECK(sentence(store, call) == "The loop runs the callback of the timeout of main.");
    CHECK(sentence(store, asked) ==
          "The timeout asks main to stop. That is only a request: main has not noticed yet.");
    CHECK(sentence(store, passed) ==
          "main waits behind a shield: the cancellation stops there. Only this "
          "wait ends; work hears nothing of it and goes on.");
    CHECK(sentence(store, own) == "shield was cancelled, so its callback goes to the ready queue.");
    CHECK(sentence(store, let_go) ==
          "The shield was cancelled: it no longer wants to know when work is done.");
    CHECK(
        sentence(store, back) ==
        "The timeout takes back its request to cancel main. Nobody else asked: a CancelledError that leaves "
        "its block becomes TimeoutError here.");
}

TEST_CASE("before the first event the sentence says what to do") {
    Store store(sleeper());
    CHECK(sentence_after(store, 0).find("Press") != std::string::npos);
    CHECK(sentence_after(store, store.event_count()) == "The loop stops.");
}

TEST_CASE("that a program waits for ever is a sentence") {
    SampleBuilder builder;
    const auto at =
        builder.add(EventKind::warning,
                    {.text = "waits for ever: A waits for itself: a circle, A -> A; nothing is ready"});
    Store store(builder.take());
    CHECK(sentence(store, at, Words::of("en")) ==
          "Watch out, this waits for ever: A waits for itself: a circle, A -> A; nothing is ready.");
    CHECK(sentence(store, at, Words::of("de")).ends_with("nothing is ready."));
}

TEST_CASE(
    "a future that only wakes somebody is told as the end of a wait, not by a result that nobody sees") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::future, "Lock.acquire", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::await, {.a = 1, .b = 2});
    const auto woken = b.add(EventKind::resolve, {.a = 2, .text = "None"});
    b.create(3, ObjectKind::future, "Event.wait", {.flags = loopscope::trace::kInternal});
    const auto unseen = b.add(EventKind::resolve, {.a = 3, .text = "True"});
    b.create(4, ObjectKind::future, "future 1");
    const auto own = b.add(EventKind::resolve, {.a = 4, .text = "None"});
    Store store(b.take());
    CHECK(sentence(store, woken) == "A's wait for Lock.acquire is over.");
    CHECK(sentence(store, unseen) == "The wait for Event.wait is over.");
    CHECK(sentence(store, own) == "future 1 gets its result: None.");
}

TEST_CASE("of a future without a name of its own is not said twice what it is") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.add(EventKind::step, {.a = 1});
    const auto unnamed = b.create(2, ObjectKind::future, "", {.value = 1});
    const auto named = b.create(3, ObjectKind::future, "answer");
    Store store(b.take());
    CHECK(sentence(store, unnamed) == "main makes future 1.");
    CHECK(sentence(store, named) == "main makes a future: answer.");
    store.speak(Words::of("de"));
    CHECK(sentence(store, unnamed, Words::of("de")) == "main erzeugt Future 1.");
}

TEST_CASE("a connection's callback is said to be the connection's, not its server's") {
    SampleBuilder b;
    b.create(1, ObjectKind::server, "server", {.flags = loopscope::trace::kInternal});
    b.create(2, ObjectKind::transport, "server side", {.b = 1, .flags = loopscope::trace::kInternal});
    const auto call =
        b.add(EventKind::call, {.a = 2, .text = "read_ready", .flags = loopscope::trace::kInternal});
    Store store(b.take());
    CHECK(sentence(store, call) == "The loop runs asyncio's own callback read_ready of server side.");
}

TEST_CASE("a full write buffer is told by what it means: drain() waits") {
    SampleBuilder b;
    b.create(1, ObjectKind::transport, "client side");
    const auto full = b.add(EventKind::stream_pause, {.a = 1, .flags = loopscope::trace::kWrite});
    const auto room = b.add(EventKind::stream_resume, {.a = 1, .flags = loopscope::trace::kWrite});
    const auto reader = b.add(EventKind::stream_pause, {.a = 1, .flags = loopscope::trace::kRead});
    Store store(b.take());
    CHECK(sentence(store, full) ==
          "The write buffer of client side is above its high mark: from now on drain() waits.");
    CHECK(sentence(store, room).ends_with("drain() waits no longer."));
    CHECK(sentence(store, reader) == "client side stops reading: its buffer is above the mark.");
}

TEST_CASE("what asyncio makes for itself is not told as if a line of the program had") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    const auto event = b.create(2, ObjectKind::event, "Event 1");
    const auto own =
        b.create(3, ObjectKind::future, "StreamWriter.wait_closed", {.flags = loopscope::trace::kInternal});
    Store store(b.take());
    CHECK(sentence(store, event) == "main makes an event: Event 1.");
    CHECK(sentence(store, own) == "For this, asyncio makes a future of its own: StreamWriter.wait_closed.");
    CHECK(sentence(store, own, Words::of("de")) ==
          "Dafür legt asyncio für sich an: Future, StreamWriter.wait_closed.");
}

TEST_CASE("who asks a task to stop is named also if it is a callback; a future is not asked") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::callback, "TaskGroup", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::call, {.a = 2, .text = "TaskGroup", .flags = loopscope::trace::kInternal});
    const auto by_group = b.add(EventKind::cancel, {.a = 1});
    b.add(EventKind::cancel_end, {.a = 1});
    b.add(EventKind::call_end, {.a = 2});
    b.create(3, ObjectKind::future, "future 1");
    b.add(EventKind::step, {.a = 1});
    const auto of_future = b.add(EventKind::cancel, {.a = 3, .b = 1});
    b.add(EventKind::cancel_end, {.a = 3});
    b.add(EventKind::yield, {.a = 1});
    b.create(4, ObjectKind::shield, "shield");
    b.create(5, ObjectKind::callback, "shield", {.flags = loopscope::trace::kInternal});
    b.add(EventKind::call, {.a = 5, .text = "shield", .flags = loopscope::trace::kInternal});
    const auto of_shield = b.add(EventKind::cancel, {.a = 4});
    Store store(b.take());
    CHECK(sentence(store, by_group) ==
          "TaskGroup asks A to stop. That is only a request: A has not noticed yet.");
    CHECK(sentence(store, of_future) ==
          "A cancels future 1: a future is not asked, it is cancelled at once.");
    CHECK(sentence(store, of_shield) == "So shield is cancelled, too.");
}

TEST_CASE("what holds a task is told in words: a variable, a group, or what the recording calls it") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::task, "B");
    const auto variable = b.add(EventKind::link, {.a = 1, .b = 2, .text = "frame"});
    const auto no_variable = b.add(EventKind::unlink, {.a = 1, .b = 2, .text = "frame"});
    const auto child = b.add(EventKind::link, {.a = 1, .b = 2, .text = "child"});
    const auto other = b.add(EventKind::link, {.a = 1, .b = 2, .text = "lock"});
    Store store(b.take());
    CHECK(sentence(store, variable) == "A variable of A now holds B.");
    CHECK(sentence(store, no_variable) == "No variable of A holds B any more.");
    CHECK(sentence(store, child) == "B now belongs to A.");
    CHECK(sentence(store, other) == "A now holds B as its lock.");
}

TEST_CASE("what call_later() was given is told as a call, with its timer") {
    SampleBuilder b;
    b.create(1, ObjectKind::callback, "kill", {.flags = loopscope::trace::kInternal});
    b.create(2, ObjectKind::timer, "kill", {.b = 1, .flags = loopscope::trace::kInternal});
    b.add(EventKind::timer, {.a = 2, .b = 1, .text = "kill", .value = kSecond});
    b.turn(1, kSecond);
    const auto due = b.ready(2, ReadyReason::timer);
    const auto call = b.add(EventKind::call, {.a = 2, .text = "kill", .flags = loopscope::trace::kInternal});
    Store store(b.take());
    CHECK(sentence(store, due) == "The timer of kill() is due: the callback goes to the ready queue.");
    CHECK(sentence(store, call) == "The loop runs the callback kill().");
}
