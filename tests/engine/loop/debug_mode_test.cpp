#include "tests/engine/engine_test.h"

using namespace asyncio;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

namespace {

struct DebugRun {
    Lines errors;  // what was written to standard error
    std::exception_ptr error;
    loopscope::trace::Recording recording;

    std::size_t warnings(std::string_view start) const {
        std::size_t found = 0;
        for (std::size_t i = 0; i < recording.events.size(); ++i) {
            const auto& event = recording.events[i];
            found += event.kind == loopscope::trace::EventKind::warning &&
                     recording.string(event.text).starts_with(start);
        }
        return found;
    }
};

DebugRun run_debug(Coroutine<> main, bool debug = true) {
    DebugRun result;
    Recorder recorder([](const std::string&) { return std::string(); });
    const std::function<void(std::string_view)> errors = [&](std::string_view text) {
        result.errors.emplace_back(text);
    };
    try {
        run(std::move(main),
            {.clock = ClockKind::virtual_time, .observer = &recorder, .errors = &errors, .debug = debug});
    } catch (...) {
        result.error = std::current_exception();
    }
    result.recording = recorder.take();
    return result;
}

Coroutine<> blocks(double seconds) {
    co_await sleep(0);
    time::sleep(seconds);
}

Coroutine<> is_called_back(double seconds) {
    get_running_loop().call_soon(named("block", [=] { time::sleep(seconds); }));
    co_await sleep(0);
    co_await sleep(0);
}

}  // namespace

TEST_CASE("debug mode can be asked for when the program is run, and later") {
    const auto asks = [](bool expected) -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        CHECK(loop.get_debug() == expected);
        loop.set_debug(!expected);
        CHECK(loop.get_debug() == !expected);
        co_return;
    };
    run(asks(false));
    run(asks(true), {.debug = true});
    Runner runner({.debug = true});
    CHECK(runner.get_loop().get_debug());
}

TEST_CASE("in debug mode a step that takes too long is told, with the task") {
    const DebugRun result = run_debug(blocks(0.5));
    REQUIRE(result.errors.size() == 1);
    CHECK(result.errors[0].starts_with(
        "Executing <Task finished name='Task-1' coro=<blocks() done> result=None"));
    CHECK(result.errors[0].find(" created at ") != std::string::npos);
    CHECK(result.errors[0].ends_with("> took 0.500 seconds"));
}

TEST_CASE("in debug mode a callback that takes too long is told, with its handle") {
    const DebugRun result = run_debug(is_called_back(2));
    REQUIRE(result.errors.size() == 1);
    CHECK(result.errors[0].starts_with("Executing <Handle block() created at "));
    CHECK(result.errors[0].ends_with("> took 2.000 seconds"));
}

TEST_CASE("slow_callback_duration says what is too long") {
    const auto with_limit = [](double limit) {
        const auto main = [](double seconds) -> Coroutine<> {
            get_running_loop().slow_callback_duration = seconds;
            co_await blocks(0.5);
        };
        return run_debug(main(limit)).errors.size();
    };
    CHECK(with_limit(0.4) == 1);
    CHECK(with_limit(0.5) == 1);
    CHECK(with_limit(0.6) == 0);
}

TEST_CASE("a recording warns of a slow step also without debug mode, which then writes nothing") {
    const DebugRun result = run_debug(blocks(2), false);
    CHECK(result.errors.empty());
    CHECK(result.warnings("slow callback: this ran for 2.000 s, and nothing else could run meanwhile") == 1);
}

TEST_CASE("time that passes in the selector makes no step slow") {
    const auto main = []() -> Coroutine<> { co_await sleep(5); };
    const DebugRun result = run_debug(main());
    CHECK(result.errors.empty());
    CHECK(result.warnings("slow callback") == 0);
}

TEST_CASE("in debug mode other threads must not call into the loop") {
    const std::string kRefused =
        "RuntimeError('Non-thread-safe operation invoked on an event loop other than the current one')";
    const auto main = [&]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto call_soon = [&] { return thrown_by([&] { loop.call_soon([] {}); }); };
        const auto call_later = [&] { return thrown_by([&] { loop.call_later(1, [] {}); }); };
        const auto make_task = [&] {
            return thrown_by([&] {
                auto coroutine = blocks(0);
                try {
                    loop.create_task(std::move(coroutine));
                } catch (...) {
                    coroutine.close();
                    throw;
                }
            });
        };
        CHECK(co_await to_thread(call_soon) == kRefused);
        CHECK(co_await to_thread(call_later) == kRefused);
        CHECK(co_await to_thread(make_task) == kRefused);
        const auto called = std::make_shared<bool>(false);
        const auto safely = [&loop, called] { loop.call_soon_threadsafe([called] { *called = true; }); };
        co_await to_thread(safely);
        co_await sleep(0);
        CHECK(*called);
        CHECK(call_soon() == "nothing");
    };
    CHECK_FALSE(run_debug(main()).error);
}

TEST_CASE("in debug mode another thread cannot wake a task through a future") {
    const auto main = []() -> Coroutine<> {
        const Future<int> future = get_running_loop().create_future<int>();
        const auto waits = [](Future<int> awaited) -> Coroutine<> { co_await awaited; };
        const auto waiter = create_task(waits(future));
        co_await sleep(0);
        const auto sets = [future] { return thrown_by([&] { future.set_result(1); }); };
        const std::string thrown = co_await to_thread(sets);
        CHECK(thrown.starts_with("RuntimeError('Non-thread-safe operation"));
        waiter.cancel();
    };
    CHECK_FALSE(run_debug(main()).error);
}

TEST_CASE("in debug mode what is shown says where it was made") {
    const auto main = []() -> Coroutine<> {
        const std::string here = std::source_location::current().file_name();
        const std::uint_least32_t line = __LINE__ + 1;
        const Future<> future = get_running_loop().create_future();
        const auto handle = get_running_loop().call_later(1, named("f", [] {}));
        CHECK(repr(future) == "<Future pending created at " + here + ":" + std::to_string(line) + ">");
        CHECK(repr(handle).ends_with(" created at " + here + ":" + std::to_string(line + 1) + ">"));
        handle.cancel();
        CHECK(repr(handle).starts_with("<TimerHandle cancelled when=1.0 f() created at "));
        co_return;
    };
    CHECK_FALSE(run_debug(main()).error);
}

// --- every warning that a recording can have ---

TEST_CASE("a coroutine that nobody awaits is warned of") {
    const auto main = []() -> Coroutine<> {
        { auto forgotten = blocks(1); }
        co_return;
    };
    CHECK(run_debug(main()).warnings("never awaited: coroutine 'blocks' was never awaited") == 1);
}

TEST_CASE("an exception that nobody looks at is warned of") {
    const auto main = []() -> Coroutine<> {
        const auto fails = []() -> Coroutine<> {
            throw ValueError("lost");
            co_return;
        };
        {
            const auto task = create_task(fails());
            co_await sleep(0);
        }
        co_await sleep(0);
    };
    CHECK(run_debug(main()).warnings("never retrieved: ValueError('lost')") == 1);
}

TEST_CASE("a pending task that nobody holds is warned of") {
    const auto main = []() -> Coroutine<> {
        { const auto task = create_task(blocks(0), {.name = "lost"}); }
        get_running_loop().stop();  // before its first step, which would be in the next turn
        co_await sleep(0);
    };
    Recorder recorder([](const std::string&) { return std::string(); });
    const std::function<void(std::string_view)> quiet = [](std::string_view) {};
    {
        auto loop =
            new_event_loop({.clock = ClockKind::virtual_time, .observer = &recorder, .errors = &quiet});
        CHECK(thrown_by([&] {
                  loop->run_until_complete(main());
              }).starts_with("RuntimeError('Event loop stopped"));
    }
    DebugRun result;
    result.recording = recorder.take();
    CHECK(result.warnings("destroyed pending: task lost was destroyed before it was done") == 1);
}

TEST_CASE("a task that swallows its cancellation is warned of") {
    const auto main = []() -> Coroutine<> {
        const auto stubborn = []() -> Coroutine<> {
            try {
                co_await sleep(10);
            } catch (const CancelledError&) {}
        };
        const auto task = create_task(stubborn());
        co_await sleep(0);
        task.cancel();
        co_await task;
    };
    CHECK(run_debug(main()).warnings("swallowed cancellation: ") == 1);
}

TEST_CASE(
    "a task that swallows its cancellation and waits again is warned of at once, whatever becomes of it") {
    const auto main = []() -> Coroutine<> {
        const auto worker = []() -> Coroutine<> {
            for (int left = 2; left > 0;) {
                try {
                    co_await sleep(10);
                } catch (const CancelledError&) {
                    --left;
                }
            }
        };
        const auto task = create_task(worker());
        for (int i = 0; i < 2; ++i) {
            co_await sleep(1);
            task.cancel();
        }
        co_await task;
    };
    const DebugRun run = run_debug(main());
    CHECK(run.warnings("swallowed cancellation: CancelledError was thrown into it here, and here") == 1);
    CHECK(run.warnings("swallowed cancellation: CancelledError was thrown into it, and it returned") == 1);
}

TEST_CASE("who waits while it cleans up does not swallow its cancellation, nor do asyncio's own waits") {
    const auto main = []() -> Coroutine<> {
        const auto tidy = []() -> Coroutine<> {
            std::exception_ptr error;
            try {
                co_await sleep(10);
            } catch (...) {
                error = std::current_exception();
            }
            co_await sleep(5);
            if (error) std::rethrow_exception(error);
        };
        const auto task = create_task(tidy());
        co_await sleep(1);
        task.cancel();
        co_await asyncio::wait(task);
        Condition changed;
        const auto waits = [&]() -> Coroutine<> {
            co_await changed.acquire();
            co_await changed.wait();
        };
        const auto waiting = create_task(waits());
        co_await sleep(1);
        co_await changed.acquire();
        for (int i = 0; i < 3; ++i) {  // the second one meets it as it waits for the lock
            waiting.cancel();
            co_await sleep(0);
            co_await sleep(0);
        }
        changed.release();
        co_await asyncio::wait(waiting);
        const auto fails = []() -> Coroutine<> {
            co_await sleep(1);
            throw ValueError("boom");
        };
        try {
            co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
                group.create_task(fails());
                group.create_task(tidy());
                co_return;
            });
        } catch (const BaseExceptionGroup&) {}
    };
    CHECK(run_debug(main()).warnings("swallowed cancellation") == 0);
}

TEST_CASE("a cancellation that is taken back, or never thrown, is not swallowed") {
    const auto main = []() -> Coroutine<> {
        const auto takes_back = []() -> Coroutine<> {
            try {
                co_await sleep(10);
            } catch (const CancelledError&) {
                current_task().uncancel();
            }
        };
        const auto task = create_task(takes_back());
        co_await sleep(0);
        task.cancel();
        co_await task;
        try {
            co_await wait_for(sleep(10), 1);
        } catch (const TimeoutError&) {}
    };
    CHECK(run_debug(main()).warnings("swallowed cancellation") == 0);
}
