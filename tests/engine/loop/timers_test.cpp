#include "tests/engine/engine_test.h"

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using engine_test::virtual_loop;
using Lines = std::vector<std::string>;

TEST_CASE("timers of one instant fire in the order in which they were set") {
    auto loop = new_event_loop(virtual_loop());
    std::string order;
    for (const char name : std::string("ABCDEFGH")) loop->call_at(1, [&order, name] { order += name; });
    loop->call_at(1, [&] { loop->stop(); });
    loop->run_forever();
    CHECK(order == "ABCDEFGH");
}

TEST_CASE("timers fire by deadline, whatever the order in which they were set") {
    auto loop = new_event_loop(virtual_loop());
    std::vector<double> times;
    for (int i = 0; i < 200; ++i) {
        const double delay = (i * 37 % 200) * 0.5;
        loop->call_later(delay, [&] { times.push_back(loop->time()); });
    }
    loop->call_later(1000, [&] { loop->stop(); });
    loop->run_forever();
    REQUIRE(times.size() == 200);
    for (std::size_t i = 0; i < times.size(); ++i)
        CHECK(times[i] == doctest::Approx(static_cast<double>(i) * 0.5));
}

TEST_CASE("a deadline before the loop's beginning comes before one that is now") {
    auto loop = new_event_loop(virtual_loop());
    Lines order;
    loop->call_later(0, [&] { order.emplace_back("now"); });
    loop->call_later(-1, [&] {
        order.emplace_back("past");
        loop->call_soon([&] { loop->stop(); });
    });
    loop->run_forever();
    CHECK(order == Lines{"past", "now"});
}

TEST_CASE("a deadline that is past fires in the next turn, after what is ready") {
    auto loop = new_event_loop(virtual_loop());
    Lines order;
    loop->call_at(-5, [&] { order.emplace_back("past"); });
    loop->call_later(-1, [&] { order.emplace_back("negative"); });
    loop->call_later(0, [&] {
        order.emplace_back("zero");
        loop->stop();
    });
    loop->call_soon([&] { order.emplace_back("soon"); });
    loop->run_forever();
    CHECK(order.front() == "soon");
    CHECK(order.size() == 4);
    CHECK(order.back() == "zero");
    CHECK(loop->time() == 0);
}

TEST_CASE("NaN is no time") {
    auto loop = new_event_loop(virtual_loop());
    const double nan = std::nan("");
    CHECK(thrown_by([&] { loop->call_later(nan, [] {}); }).starts_with("ValueError"));
    CHECK(thrown_by([&] { loop->call_at(nan, [] {}); }).starts_with("ValueError"));
}

TEST_CASE("a cancelled timer does not fire and the clock does not run on to it") {
    auto loop = new_event_loop(virtual_loop());
    bool fired = false;
    const auto handle = loop->call_later(10, [&] { fired = true; });
    loop->call_later(1, [&] { handle.cancel(); });
    loop->call_later(2, [&] { loop->stop(); });
    loop->run_forever();
    CHECK_FALSE(fired);
    CHECK(handle.cancelled());
    CHECK(loop->time() == 2);
}

TEST_CASE("many cancelled timers leave the heap together; the others keep their order") {
    auto loop = new_event_loop(virtual_loop());
    std::vector<TimerHandle> cancelled;
    std::vector<int> fired;
    for (int i = 0; i < 1000; ++i) {
        if (i % 10 == 0)
            loop->call_later(5, [&fired, i] { fired.push_back(i); });
        else
            cancelled.push_back(loop->call_later(5, [&fired, i] { fired.push_back(i); }));
    }
    for (const auto& handle : cancelled) handle.cancel();
    for (const auto& handle : cancelled) handle.cancel();  // twice counts once
    loop->call_later(6, [&] { loop->stop(); });
    loop->run_forever();
    REQUIRE(fired.size() == 100);
    for (std::size_t i = 0; i < fired.size(); ++i) CHECK(fired[i] == static_cast<int>(i) * 10);
}

TEST_CASE("cancelling a timer that has fired, or waits in the ready queue, disturbs no other") {
    const auto result = run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        std::vector<TimerHandle> handles;
        for (int i = 0; i < 300; ++i)
            handles.push_back(loop.call_later(1, [&handles] { handles.back().cancel(); }));
        loop.call_later(3, [] { print("later"); });
        co_await sleep(2);
        for (const auto& handle : handles) handle.cancel();
        co_await sleep(2);
        print(get_running_loop().time());
    });
    CHECK(result.lines == Lines{"later", "4.0"});
}

TEST_CASE("virtual time stands still while the program runs and jumps to the next timer") {
    const auto begin = std::chrono::steady_clock::now();
    const auto result = run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        for (int i = 0; i < 1000; ++i) co_await sleep(0);
        print(loop.time());
        co_await sleep(86400.0 * 365);
        print(loop.time());
    });
    CHECK(result.lines == Lines{"0.0", "31536000.0"});
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("real time passes: a sleep lasts at least as long as it should") {
    const auto begin = std::chrono::steady_clock::now();
    const auto main = []() -> Coroutine<> { co_await gather(sleep(0.02), sleep(0.03), sleep(0.01)); };
    asyncio::run(main());
    const auto elapsed = std::chrono::steady_clock::now() - begin;
    CHECK(elapsed >= std::chrono::milliseconds(30));
    CHECK(elapsed < std::chrono::seconds(5));
}

TEST_CASE("sleep(0) and less is a bare yield, not a timer") {
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().call_soon([] { print("callback"); });
        co_await sleep(-3);
        print("main");
    });
    CHECK(result.lines == Lines{"callback", "main"});
    for (std::size_t i = 0; i < result.recording.events.size(); ++i)
        CHECK(result.recording.events[i].kind != loopscope::trace::EventKind::timer);
}

TEST_CASE("timer handles are ordered by when they fire") {
    run([]() -> Coroutine<> {
        auto& loop = get_running_loop();
        const TimerHandle late = loop.call_later(2, [] {}), early = loop.call_later(1, [] {});
        CHECK(early < late);
        CHECK(late > early);
        CHECK(std::min(late, early) == early);
        co_return;
    });
}

TEST_CASE("a handle may be empty until there is something to cancel") {
    auto loop = new_event_loop(virtual_loop());
    struct Debouncer {
        TimerHandle handle;
    } debouncer;
    CHECK(!debouncer.handle);
    CHECK(repr(debouncer.handle) == "None");
    CHECK(!Handle());
    debouncer.handle = loop->call_later(1, [] {});
    CHECK(debouncer.handle);
    debouncer.handle.cancel();
    debouncer.handle = {};
    CHECK(!debouncer.handle);
}

TEST_CASE("a deadline centuries away, or ago, is recorded as the farthest that a recording can tell") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        loop.call_at(1e300, [] {});
        loop.call_at(-1e300, [] {});
        co_await sleep(0);
    });
    std::vector<std::int64_t> deadlines;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (event.kind == loopscope::trace::EventKind::timer) deadlines.push_back(event.value);
    }
    CHECK(deadlines == std::vector{loopscope::trace::kMostValue, loopscope::trace::kLeastValue});
}

TEST_CASE("after years delays are as coarse as Python's: call_later() and sleep() set the same timer") {
    const auto result = run([]() -> Coroutine<> {
        co_await sleep(1e7);
        co_await sleep(1e-9);  // a double has two nanoseconds or none by then
        const auto task = create_task(sleep(1));
        co_await sleep(0);
        get_running_loop().call_later(1, [] {});
        co_await task;
    });
    std::vector<std::int64_t> deadlines;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (event.kind == loopscope::trace::EventKind::timer) deadlines.push_back(event.value);
    }
    constexpr std::int64_t kThen = 10'000'001'000'000'002;
    REQUIRE(deadlines.size() == 4);
    CHECK(deadlines[2] == kThen);
    CHECK(deadlines[3] == kThen);
}
