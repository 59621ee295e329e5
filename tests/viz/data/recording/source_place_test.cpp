#include "viz/data/recording/source_place.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;

TEST_CASE("the marked line is the one that runs or waits") {
    Store store(sleeper());
    const auto at = [&](EventIndex event) {
        return place_of(store, store.at(event + 1), store.last_stop(event + 1), store.event(event).a, true);
    };
    const SourcePlace waiting = at(16);  // A sleeps
    CHECK(waiting.line == 4);
    CHECK_FALSE(waiting.running);
    const SourcePlace begun = at(11);  // A's first step
    CHECK(begun.line == 3);
    CHECK(begun.running);
    const SourcePlace woken = at(25);  // A runs on
    CHECK(woken.line == 4);
    CHECK(woken.running);
    CHECK(at(26).line == 5);  // A prints
    CHECK(at(28).line == 5);  // A ends, behind what it did last
    CHECK(store.event(28).kind == EventKind::task_return);
    CHECK(at(7).line == 9);  // A is created
}

TEST_CASE("in C++, too, the line of the recording is marked, whatever it says") {
    SampleBuilder b;
    b.source({"sample.cpp", "c++",
              "Coroutine<> work() {\n    co_await sleep(1);\n    log(\"one\");\n    print(\"one\");\n}\n"});
    b.create(1, loopscope::trace::ObjectKind::task, "A");
    b.add(EventKind::step, {.a = 1});
    const EventIndex one = b.add(EventKind::print, {.a = 1, .text = "one", .line = 3});
    Store store(b.take());
    CHECK(place_of(store, store.at(one + 1), one, 1, true).line == 3);
}

TEST_CASE("while a timer's callback runs its function is marked, or else where the timer was made") {
    using loopscope::trace::ObjectKind;
    SampleBuilder b;
    b.source(
        {"sample.py", "python", "import asyncio\n\ndef tick():\n    pass\n\nloop.call_later(1, tick)\n"});
    b.turn(1, 0);
    b.create(2, ObjectKind::timer, "tick", {.line = 6});
    b.create(3, ObjectKind::timer, "unknown", {.line = 6});
    const EventIndex known = b.add(EventKind::call, {.a = 2});
    b.add(EventKind::call_end, {.a = 2});
    const EventIndex unknown = b.add(EventKind::call, {.a = 3});
    Store store(b.take());
    CHECK(place_of(store, store.at(known + 1), known, 0, true).line == 3);
    CHECK(place_of(store, store.at(unknown + 1), unknown, 0, true).line == 6);
}

TEST_CASE("of a task that runs in a library the line of the program that made it is marked") {
    SampleBuilder b;
    b.source({"program.py", "python", "async def main():\n    await library.fetch()\n"});
    b.create(1, loopscope::trace::ObjectKind::task, "A", {.line = 2});
    b.turn(1, 0);
    const EventIndex step = b.add(EventKind::step, {.a = 1});
    b.add(EventKind::enter, {.a = 1, .text = "fetch"});
    Store store(b.take());
    const SourcePlace made = place_of(store, store.at(step + 1), step, 1, true);
    CHECK(made.line == 2);
    CHECK_FALSE(made.running);
}

namespace {

// Where a coroutine of `greet` that was never awaited was made, in this source.
std::uint32_t greet_forgotten_at(std::string_view language, std::string text) {
    SampleBuilder b;
    b.source({"sample.cpp", std::string(language), std::move(text)});
    b.create(1, loopscope::trace::ObjectKind::task, "A");
    b.add(EventKind::step, {.a = 1});
    const EventIndex warning =
        b.add(EventKind::warning, {.text = "never awaited: coroutine 'greet' was never awaited", .line = 3});
    loopscope::trace::Recording recording = b.take();
    recording.header.language = language;
    Store store(std::move(recording));
    return place_of(store, store.at(warning + 1), warning, 1, true).line;
}

}  // namespace

TEST_CASE("a coroutine of C++ that was never awaited was made in the only line that calls its function") {
    const std::string definition = "\nCoroutine<> greet() {\n    co_return;\n}\n";
    CHECK(greet_forgotten_at("c++", definition + "// greet() is\n    regreet();\n    greet();\n") == 7);
    CHECK(greet_forgotten_at("c++", definition + "    greet();\n    greet();\n") == 2);
    CHECK(greet_forgotten_at("c++", definition) == 2);
    CHECK(greet_forgotten_at("c++", "    greet();\n") == 3);
    CHECK(greet_forgotten_at("python", "async def greet():\n    pass\n\n\ngreet()\n") == 3);
}

TEST_CASE("a warning's own line is not where the task that runs is") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::task, "A");
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::print, {.a = 1, .text = "one", .line = 8});
    const EventIndex warning =
        b.add(EventKind::warning, {.text = "never awaited: coroutine 'greet' was never awaited", .line = 3});
    Store store(b.take());
    CHECK(place_of(store, store.at(warning + 1), warning, 1, false).line == 8);
}

TEST_CASE("of a task that is done the line is marked that was its last, not the one where it waited last") {
    Store store(sleeper());
    const auto a = store.event(28).a;
    REQUIRE(store.event(28).kind == EventKind::task_return);
    const EventIndex later = store.event_count();
    const SourcePlace place = place_of(store, store.at(later), store.last_stop(later), a, false);
    CHECK(place.line == 5);
    CHECK_FALSE(place.running);
}
