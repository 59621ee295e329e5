#include "tests/engine/engine_test.h"

#include <algorithm>

using namespace asyncio;
using engine_test::run;
using loopscope::trace::EventKind;
using Line = std::uint_least32_t;

namespace {

// The lines that the recording gives to its events of a kind, in order.
std::vector<Line> lines_of(const loopscope::trace::Recording& recording, EventKind kind) {
    std::vector<Line> lines;
    for (std::size_t i = 0; i < recording.events.size(); ++i)
        if (const auto& event = recording.events[i]; event.kind == kind && event.loc != 0)
            lines.push_back(recording.location(event.loc).line);
    return lines;
}

using Lines = std::vector<Line>;

Coroutine<> inner(Lock lock) {
    co_await async_with(lock, [&]() -> Coroutine<> { co_await sleep(0); });
}

Coroutine<> outer(Lock lock) { co_await wait_for(inner(lock), 1); }

}  // namespace

TEST_CASE("of asyncio's own coroutines only a task's outermost one is told, as in a recording of Python") {
    const auto result = run([]() -> Coroutine<> {
        Lock lock;
        co_await outer(lock);
        co_await create_task(wait_for(inner(lock), 1));
    });
    std::vector<std::string> told;
    std::size_t left = 0;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (event.kind == EventKind::enter) told.emplace_back(result.recording.string(event.text));
        if (event.kind == EventKind::leave) ++left;
    }
    told.erase(told.begin());  // the lambda above
    CHECK(told == std::vector<std::string>{"outer", "inner", "wait_for", "inner", "shutdown_asyncgens",
                                           "shutdown_default_executor"});
    CHECK(left == told.size() + 1);
}

TEST_CASE("what awaits a call with a body is at the line that opens it") {
    const Line opens = __LINE__ + 5;
    const auto main = [&]() -> Coroutine<> {
        Lock lock;
        co_await lock.acquire();
        get_running_loop().call_later(1, named("release", [&] { lock.release(); }));
        co_await async_with(lock, [&]() -> Coroutine<> {
            co_await sleep(1);
            lock.locked();
        });
    };
    // As this file is, from there on.
    Recorder recorder([&](const std::string&) {
        std::string text;
        for (Line line = 1; line < opens + 9; ++line)
            text += line == opens ? "    with {\n" : line == opens + 3 ? "    });\n" : "        body\n";
        return text;
    });
    asyncio::run(main(), {.clock = ClockKind::virtual_time, .observer = &recorder});
    CHECK(lines_of(recorder.take(), EventKind::await) == Lines{opens, opens + 1});
}

TEST_CASE("print() has its own line, whatever it prints and however far behind the last await") {
    Line first = 0;
    const auto result = run([&]() -> Coroutine<> {
        co_await sleep(0);
        first = __LINE__ + 1;
        print("text");
        print(1, "two", 3.0);
        print(std::vector<int>{1});
        print("two\nlines");
        print();
    });
    CHECK(lines_of(result.recording, EventKind::print) ==
          Lines{first, first + 1, first + 2, first + 3, first + 3, first + 4});
    CHECK(result.lines == std::vector<std::string>{"text", "1 two 3.0", "[1]", "two", "lines", ""});
}

TEST_CASE("what is printed by a plain function or a callback has its line, too") {
    Line function = 0, callback = 0;
    const auto result = run([&]() -> Coroutine<> {
        const auto helper = [&] {
            function = __LINE__ + 1;
            print("helper");
        };
        const auto called = [&] {
            callback = __LINE__ + 1;
            print("callback");
        };
        get_running_loop().call_soon(called);
        helper();
        co_await sleep(0);
    });
    CHECK(lines_of(result.recording, EventKind::print) == Lines{function, callback});
}

TEST_CASE("print() that is called back itself has no line, and no call in the step log") {
    Line callback = 0;
    const auto result = run([&]() -> Coroutine<> {
        get_running_loop().call_soon(print, "called", 1);
        callback = __LINE__ + 1;
        get_running_loop().call_later(1, [] { print("in a lambda"); });
        co_await to_thread(time::sleep, 2);
    });
    CHECK(result.lines == std::vector<std::string>{"called 1", "in a lambda"});
    CHECK(lines_of(result.recording, EventKind::print) == Lines{callback});
    const std::string steps = loopscope::trace::step_log(result.recording);
    CHECK(steps.find("  print called 1") != std::string::npos);
    CHECK(steps.find("call <lambda>\n    print in a lambda") != std::string::npos);
}

TEST_CASE("cancel() and uncancel() have their line, and so has what cancel() is passed on to") {
    Line cancels = 0, takes_back = 0;
    const auto result = run([&]() -> Coroutine<> {
        const auto outer = [](Task<> inner) -> Coroutine<> { co_await inner; };
        const auto inner = create_task(sleep(10));
        const auto task = create_task(outer(inner));
        co_await sleep(0);
        cancels = __LINE__ + 1;
        task.cancel();
        takes_back = __LINE__ + 1;
        task.uncancel();
        co_await wait(task);
    });
    const Lines lines = lines_of(result.recording, EventKind::cancel);
    REQUIRE(lines.size() >= 3);  // task, inner, its sleep
    CHECK(Lines(lines.begin(), lines.begin() + 3) == Lines{cancels, cancels, cancels});
    CHECK(lines_of(result.recording, EventKind::uncancel) == Lines{takes_back});
}

TEST_CASE("set_result() and set_exception() have their line") {
    Line sets = 0;
    const auto result = run([&]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const Future<int> a = loop.create_future<int>();
        const Future<> b = loop.create_future();
        const Future<> c = loop.create_future();
        co_await sleep(0);
        sets = __LINE__ + 1;
        a.set_result(1);
        b.set_result();
        c.set_exception(ValueError("x"));
        CHECK(c.exception());
    });
    CHECK(lines_of(result.recording, EventKind::resolve) == Lines{sets, sets + 1, sets + 2});
}

TEST_CASE("call_later() and call_at() have their line, with and without arguments for the callback") {
    Line calls = 0;
    const auto result = run([&]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto nothing = [] {};
        const auto takes = [](int) {};
        co_await sleep(0);
        calls = __LINE__ + 1;
        loop.call_later(1, nothing);
        loop.call_later(1, takes, 5);
        loop.call_at(2.5, nothing);
        loop.call_at(2, takes, 5);
    });
    CHECK(lines_of(result.recording, EventKind::timer) == Lines{calls, calls + 1, calls + 2, calls + 3});
}

TEST_CASE("call_soon() has its line, also with arguments and for a method") {
    Line calls = 0;
    const auto result = run([&]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const Event event;
        co_await sleep(0);
        calls = __LINE__ + 1;
        loop.call_soon([](int) {}, 5);
        loop.call_soon([](int, int) {}, 5, 6);
        loop.call_soon(&Event::set, event);
        loop.call_soon([](int, int, int) {}, 5, 6, 7, {.context = copy_context()});
    });
    const Lines lines = lines_of(result.recording, EventKind::create);
    for (const Line line : {calls, calls + 1, calls + 2, calls + 3})
        CHECK(std::count(lines.begin(), lines.end(), line) == 1);
}

TEST_CASE("what a thread prints has its line") {
    Line prints = 0;
    const auto result = run([&]() -> Coroutine<> {
        const auto works = [&] {
            prints = __LINE__ + 1;
            print("from a thread");
        };
        co_await to_thread(works);
    });
    CHECK(lines_of(result.recording, EventKind::print) == Lines{prints});
}

TEST_CASE("locks, events, semaphores and queues have the line of the call that changes them") {
    Line begins = 0;
    const auto result = run([&]() -> Coroutine<> {
        const Event event;
        const Lock lock;
        const Semaphore semaphore(2);
        const Queue<int> queue;
        co_await lock.acquire();
        begins = __LINE__ + 1;
        event.set();
        event.clear();
        lock.release();
        semaphore.release();
        queue.put_nowait(1);
        queue.get_nowait();
        queue.task_done();
    });
    const Lines states = lines_of(result.recording, EventKind::state);
    REQUIRE(!states.empty());  // the first is the making of the queue
    CHECK(Lines(states.begin() + 1, states.end()) == Lines{begins - 2, begins, begins + 1, begins + 2,
                                                           begins + 3, begins + 4, begins + 4, begins + 6,
                                                           begins + 6});
    CHECK(lines_of(result.recording, EventKind::queue_put) == Lines{begins + 4});
    CHECK(lines_of(result.recording, EventKind::queue_get) == Lines{begins + 5});
}

TEST_CASE("what asyncio does by itself has the program's line that made it do so") {
    Line waits = 0;
    const auto result = run([&]() -> Coroutine<> {
        const Lock lock;
        const auto body = []() -> Coroutine<> { co_await sleep(0); };
        waits = __LINE__ + 1;
        co_await async_with(lock, body);
    });
    CHECK(lines_of(result.recording, EventKind::state) == Lines{waits, waits});
}

TEST_CASE("the tasks of a gather are made at its line") {
    Line gathers = 0;
    const auto result = run([&]() -> Coroutine<> {
        const auto work = []() -> Coroutine<> { co_return; };
        gathers = __LINE__ + 1;
        co_await gather(work(), work());
        co_await gather(work(), return_exceptions);
        co_await gather(work(), work(), work(), return_exceptions);
        co_await gather(work(), work(), work(), work(), work(), work(), return_exceptions);
    });
    Lines lines;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        const auto kind = static_cast<loopscope::trace::ObjectKind>(event.c);
        const bool internal = (event.flags & loopscope::trace::kInternal) != 0;
        if (event.kind == EventKind::create && kind == loopscope::trace::ObjectKind::task && !internal)
            lines.push_back(result.recording.location(event.loc).line);
    }
    const Line main = lines.front();
    Lines expected{main, gathers, gathers, gathers + 1, gathers + 2, gathers + 2, gathers + 2};
    expected.insert(expected.end(), 6, gathers + 3);
    CHECK(lines == expected);
}

TEST_CASE("gc::collect() has its line") {
    Line line = 0;
    const auto result = run([&]() -> Coroutine<> {
        co_await sleep(0);
        line = __LINE__ + 1;
        gc::collect();
    });
    CHECK(lines_of(result.recording, EventKind::collect) == Lines{line});
}

namespace {

struct Refused : ValueError {
    Refused() : ValueError("refused") {}
};

Coroutine<> raise_below(Line& line) {
    co_await sleep(0);
    line = __LINE__ + 1;
    throw ValueError("below");
}

}  // namespace

TEST_CASE("a task fails at the line that raised the exception, whichever of its coroutines did") {
    Line here = 0, below = 0;
    const auto result = run([&]() -> Coroutine<> {
        const auto fails = [&]() -> Coroutine<> {
            co_await sleep(1);
            here = __LINE__ + 1;
            throw RuntimeError("here");
        };
        const auto calls = [&]() -> Coroutine<> { co_await raise_below(below); };
        co_await gather(fails(), calls(), return_exceptions);
    });
    CHECK(lines_of(result.recording, EventKind::task_raise) == Lines{below, here});
}

TEST_CASE("a task that gets its exception from what it awaits did not raise it") {
    Line line = 0;
    const auto result = run([&]() -> Coroutine<> {
        const auto given = get_running_loop().create_future<int>();
        const auto awaits = [](Future<int> future) -> Coroutine<> { co_await future; };
        const auto gives = [](Future<int> future) -> Coroutine<> {
            get_running_loop().call_soon(&Future<int>::set_exception, future, ValueError("given"));
            co_await future;
        };
        co_await gather(awaits(given), gives(given), return_exceptions);
        co_await gather(raise_below(line), return_exceptions);
    });
    CHECK(lines_of(result.recording, EventKind::task_raise) == Lines{line});
}

TEST_CASE("an exception that was made elsewhere, or without a text, has no line") {
    const auto result = run([]() -> Coroutine<> {
        const auto refuses = []() -> Coroutine<> {
            throw Refused();
            co_return;
        };
        const auto silent = []() -> Coroutine<> {
            throw ValueError();
            co_return;
        };
        co_await gather(refuses(), silent(), return_exceptions);
    });
    CHECK(lines_of(result.recording, EventKind::task_raise).empty());
}
