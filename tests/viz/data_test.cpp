#include "tests/viz/samples.h"
#include "viz/data/highlight.h"
#include "viz/data/labels.h"
#include "viz/data/place.h"
#include "viz/data/source_place.h"
#include "viz/data/twin_lines.h"
#include "viz/theme.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;

TEST_CASE("seconds are written without needless zeros") {
    CHECK(seconds_text(0, Words::of("en")) == "0 s");
    CHECK(seconds_text(3 * kSecond, Words::of("en")) == "3 s");
    CHECK(seconds_text(kSecond / 4, Words::of("en")) == "0.25 s");
    CHECK(seconds_text(1'000'002'000, Words::of("en")) == "1.000002 s");
    CHECK(seconds_text(1, Words::of("en")) == "0.000000001 s");
    CHECK(seconds_text(-kSecond / 2, Words::of("en")) == "-0.5 s");
    CHECK(seconds_text(std::numeric_limits<std::int64_t>::min(), Words::of("en")) ==
          "-9223372036.854775808 s");
}

TEST_CASE("seconds that were measured are rounded, but never to nothing") {
    CHECK(seconds_text(155'086'669, Words::of("en")) == "0.155 s");
    CHECK(seconds_text(12'345'678'901, Words::of("en")) == "12.346 s");
    CHECK(seconds_text(999'999'999, Words::of("en")) == "1 s");
    CHECK(seconds_text(4'123'456, Words::of("en")) == "0.00412 s");
    CHECK(seconds_text(412'345, Words::of("en")) == "0.000412 s");
    CHECK(exact_seconds(155'086'669) == "0.155086669");
}

TEST_CASE("German writes seconds with a comma") {
    CHECK(seconds_text(kSecond / 4, Words::of("de")) == "0,25 s");
    CHECK(seconds_text(3 * kSecond, Words::of("de")) == "3 s");
}

TEST_CASE("the store knows stops, turns, marks and output at every event") {
    Store store(sleeper());
    CHECK(store.turns().size() == 5);
    CHECK(store.prints().size() == 2);
    CHECK(store.marks().size() == 2);
    CHECK(store.printed(0) == 0);
    CHECK(store.printed(store.prints()[0]) == 0);
    CHECK(store.printed(store.prints()[0] + 1) == 1);
    CHECK(store.turn_at(0) == nullptr);
    CHECK(store.turn_at(store.event_count())->number == 5);
    CHECK(store.time_at(store.event_count()) == kSecond);
    CHECK_FALSE(store.last_stop(0).has_value());
    Store other(cancelled_and_failed());
    std::size_t errors = 0, cancellations = 0;
    for (const Mark& mark : other.marks()) {
        errors += mark.kind == MarkKind::error;
        cancellations += mark.kind == MarkKind::cancellation;
    }
    CHECK(errors == 1);
    CHECK(cancellations == 2);
}

TEST_CASE("after another run the place is the same as long as both agree") {
    Store before(sleeper(1)), after(sleeper(2));
    for (const EventIndex count : {0U, 4U, 10U}) CHECK(same_place(before, count, after) == count);
}

TEST_CASE("after another run the place is where the same happens") {
    Store before(sleeper());
    SampleBuilder b;  // as before, but main prints something first
    b.add(EventKind::print, {.a = 1, .text = "hello"});
    const auto tail = sleeper();
    Store same(sleeper());
    CHECK(same_place(before, before.event_count(), same) == same.event_count());
    Store other(cancelled_and_failed());
    const EventIndex found = same_place(before, 15, other);
    CHECK(found <= other.event_count());
    // A's first step is event 11 of one and 9 of the other.
    CHECK(same_place(before, 12, other) == 10);
}

TEST_CASE("twin lines go together by their words") {
    const std::string python =
        "async def work(name, delay):\n    print(name, 'starts')\n    await asyncio.sleep(delay)\n    return "
        "name\n\n"
        "async def main():\n    results = await asyncio.gather(work('A', 3), work('B', 1))\n    "
        "print(results)\n";
    const std::string cpp =
        "#include <asyncio.h>\n\nCoroutine<std::string> work(std::string name, double delay) {\n"
        "    print(name, \"starts\");\n    co_await asyncio::sleep(delay);\n    co_return name;\n}\n\n"
        "Coroutine<> main() {\n    auto results = co_await asyncio::gather(work(\"A\", 3), work(\"B\", 1));\n"
        "    print(results);\n}\n";
    const TwinLines twins(python, cpp);
    CHECK(twins.right_of(1) == 3);
    CHECK(twins.right_of(2) == 4);
    CHECK(twins.right_of(3) == 5);
    CHECK(twins.right_of(4) == 6);
    CHECK(twins.right_of(7) == 10);
    CHECK(twins.right_of(8) == 11);
    CHECK(twins.left_of(10) == 7);
    CHECK(twins.right_of(5) == 0);
    CHECK(twins.right_of(99) == 0);
    CHECK(TwinLines("", "").right_of(1) == 0);
}

TEST_CASE("async with and async for go with what they are in C++") {
    const std::string python =
        "async def work(lock, tasks):\n    async with lock:\n        print('in')\n"
        "    async for task in tasks:\n        print(await task)\n";
    const std::string cpp =
        "Coroutine<> work(Lock lock, Tasks tasks) {\n    co_await asyncio::async_with(lock, [&] {\n"
        "        print(\"in\");\n    });\n    while (auto task = co_await tasks.next())\n"
        "        print(co_await *task);\n}\n";
    const TwinLines twins(python, cpp);
    CHECK(twins.right_of(2) == 2);
    CHECK(twins.right_of(4) == 5);
    CHECK(twins.left_of(5) == 4);
    CHECK(twins.left_of(7) == 0);
}

TEST_CASE(
    "a line without a twin of its own is shown at the one that is most like it, else at the nearest above") {
    const std::string python =
        "async def main():\n    print(await gather(a, b, return_exceptions=ALL))\n    print('end')\n";
    const std::string cpp =
        "Coroutine<> main(Parameters p) {\n    if (all)\n"
        "        print(co_await gather(a, b, return_exceptions));\n    else\n"
        "        print(co_await gather(a, b));\n    print(\"end\");\n}\n";
    const TwinLines twins(python, cpp);
    CHECK(twins.left_of(5) == 0);
    CHECK(twins.shown_left_of(3) == 2);
    CHECK(twins.shown_left_of(5) == 2);
    CHECK(twins.shown_left_of(6) == 3);
    CHECK(twins.shown_left_of(7) == 3);  // where main has ended
    CHECK(twins.shown_right_of(2) == 3);
    CHECK(twins.shown_left_of(99) == 0);
}

TEST_CASE("source is split into lines and tokens that cover them") {
    const std::string python = "def f(x):  # why\n    \"\"\"one\n    two\"\"\"\n    return 'a\\'b' + 3.5\n";
    const auto lines = split_source(python, true);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].tokens.front().kind == TokenKind::keyword);
    CHECK(lines[0].tokens.back().kind == TokenKind::comment);
    CHECK(lines[1].tokens.back().kind == TokenKind::string);
    CHECK(lines[2].tokens.front().kind == TokenKind::string);
    CHECK(lines[3].tokens.back().kind == TokenKind::number);
    for (const SourceLine& line : lines) {
        std::uint32_t end = 0;
        for (const Token& token : line.tokens) {
            CHECK(token.begin == end);
            end = token.begin + token.length;
        }
        CHECK(end == line.text.size());
    }
    const auto cpp = split_source("auto s = \"no end\nco_await x; /* long\nend */ int y;", false);
    CHECK(cpp[1].tokens.front().kind == TokenKind::keyword);
    CHECK(cpp[2].tokens.front().kind == TokenKind::comment);
}

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
    CHECK(at(7).line == 9);   // A is created
}

TEST_CASE("text can be read on every surface it is written on") {
    for (const ThemeName name : {ThemeName::light, ThemeName::dark, ThemeName::contrast}) {
        const Theme& t = theme_of(name);
        CAPTURE(static_cast<int>(name));
        for (const Color surface : {t.panel, t.raised, t.hover, t.accent_soft, t.window}) {
            CHECK(contrast(t.text, surface) >= 7);
            CHECK(contrast(t.text_dim, surface) >= 4.5);
        }
        for (const Color ink :
             {t.accent, t.good, t.bad, t.cancelled, t.ready, t.keyword, t.string, t.number, t.comment}) {
            CHECK(contrast(ink, t.panel) >= 4.5);
        }
        for (const Color ink : {t.keyword, t.string, t.number, t.comment})
            CHECK(contrast(ink, t.accent_soft) >= 4.5);
        CHECK(contrast(t.on_accent, t.accent) >= 4.5);
        CHECK(contrast(t.on_running, t.running) >= 4.5);
        CHECK(contrast(t.ready, t.ready_soft) >= 4.5);
        CHECK(contrast(t.text, t.bad_soft) >= 4.5);
        CHECK(contrast(t.cancelled, t.cancelled_soft) >= 4.5);
        CHECK(contrast(t.waiting, t.panel) >= 3);
    }
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
