#include "tests/engine/engine_test.h"

#include <unistd.h>
#include <condition_variable>
#include <mutex>

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

namespace {

std::string now() { return fixed(get_running_loop().time(), 1); }

int slow_add(int a, int b) {
    time::sleep(2);
    return a + b;
}

}  // namespace

TEST_CASE("to_thread() lets the loop go on, and the clock moves with the sleeping thread") {
    const auto beat = []() -> Coroutine<> {
        for (int i = 0; i < 3; ++i) {
            print("beat", now());
            co_await sleep(1);
        }
    };
    const auto result = run([&]() -> Coroutine<> {
        const Task<> task = create_task(beat());
        print(co_await to_thread(slow_add, 2, 3), now());
        co_await task;
    });
    CHECK(result.lines == Lines{"beat 0.0", "beat 1.0", "5 2.0", "beat 2.0"});
}

TEST_CASE("what a thread throws arrives at the await") {
    const auto result = run([]() -> Coroutine<> {
        std::string text;
        try {
            co_await to_thread([] { throw ValueError("no"); });
        } catch (const ValueError& error) {
            text = error.repr();
        }
        print(text);
    });
    CHECK(result.lines == Lines{"ValueError('no')"});
}

TEST_CASE("a timeout ends the waiting, not the thread; run() waits for it") {
    threading::Event ended;
    const auto result = run([&]() -> Coroutine<> {
        const auto work = [ended] {
            time::sleep(3);
            print("thread ends");
            ended.set();
        };
        std::string text = "in time";
        try {
            co_await wait_for(to_thread(work), 1);
        } catch (const TimeoutError&) {
            text = "gave up " + now();
        }
        print(text);
    });
    CHECK(result.lines == Lines{"gave up 1.0", "thread ends"});
    CHECK(ended.is_set());
}

TEST_CASE("a thread that is slow to end keeps nobody waiting in loop time") {
    struct Slow {
        ~Slow() { ::usleep(50'000); }
    };
    const auto result = run([]() -> Coroutine<> {
        co_await to_thread([] { static thread_local const Slow slow; });
        print(now());
    });
    CHECK(result.lines == Lines{"0.0"});
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (event.kind == loopscope::trace::EventKind::turn) CHECK(event.value == 0);
    }
}

TEST_CASE("run() gives up a thread that waits for ever, after five minutes of loop time") {
    const threading::Event never;
    const auto result = run([&]() -> Coroutine<> {
        const auto wait = [never] { never.wait(); };
        const Task<> task = create_task(to_thread(wait));
        co_await sleep(0);
        print("main ends");
    });
    CHECK(result.lines == Lines{"main ends"});
    CHECK(result.error == nullptr);
    never.set();
}

TEST_CASE("threads take turns: in the order of creation, and of their virtual deadlines") {
    const auto result = run([]() -> Coroutine<> {
        const auto work = [](std::string name, double seconds) {
            print(name, "begins");
            time::sleep(seconds);
            print(name, "ends");
        };
        co_await gather(to_thread(work, std::string("A"), 3.0), to_thread(work, std::string("B"), 1.0),
                        to_thread(work, std::string("C"), 3.0), to_thread(work, std::string("D"), 1.0));
        print(now());
    });
    CHECK(result.lines == Lines{"A begins", "B begins", "C begins", "D begins", "B ends", "D ends", "A ends",
                                "C ends", "3.0"});
}

TEST_CASE("a thread that wakes at the instant of a timer comes first") {
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().call_later(1, [] { print("timer"); });
        co_await to_thread([] {
            time::sleep(1);
            print("thread");
        });
    });
    CHECK(result.lines == Lines{"thread", "timer"});
}

TEST_CASE("a pool has as many threads as it was given, and a queue") {
    const auto result = run([]() -> Coroutine<> {
        const concurrent::ThreadPoolExecutor pool(2, "pool");
        EventLoop& loop = get_running_loop();
        const auto work = [](int i) {
            time::sleep(1);
            print(i, threading::current_thread().name());
            return i;
        };
        const auto a = loop.run_in_executor(pool, work, 1);
        const auto b = loop.run_in_executor(pool, work, 2);
        const auto c = loop.run_in_executor(pool, work, 3);
        print(co_await gather(a, b, c), now());
    });
    CHECK(result.lines == Lines{"1 pool_0", "2 pool_1", "3 pool_0", "[1, 2, 3] 2.0"});
}

TEST_CASE("the default executor may be replaced, and is gone after its shutdown") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        loop.set_default_executor(concurrent::ThreadPoolExecutor(1, "mine"));
        print(co_await to_thread([] { return threading::current_thread().name(); }));
        co_await loop.shutdown_default_executor();
        print(thrown_by([&] { loop.run_in_executor(nullptr, [] {}); }));
    });
    CHECK(result.lines == Lines{"mine_0", "RuntimeError('Executor shutdown has been called')"});
}

TEST_CASE("a call that waits in the pool's queue can be cancelled, one that runs cannot") {
    const auto result = run([]() -> Coroutine<> {
        const concurrent::ThreadPoolExecutor pool(1);
        const auto first = pool.submit([] { time::sleep(1); });
        const auto second = pool.submit([] { print("never"); });
        co_await sleep(0.5);
        print(first.running(), first.cancel());
        print(second.cancel());
        print(second.cancelled());
        print(thrown_by([&] { second.result(); }));
        std::string text;
        try {
            co_await wrap_future(second);
        } catch (const CancelledError& error) {
            text = error.repr();
        }
        print(text);
        co_await wrap_future(first);
        print(now(), first.done());
    });
    CHECK(result.lines ==
          Lines{"True False", "True", "True", "CancelledError()", "CancelledError()", "1.0 True"});
}

TEST_CASE("call_soon_threadsafe() opens the door: the loop runs what a thread hands in") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto future = loop.create_future<std::string>();
        const threading::Thread thread([&loop, future] {
            time::sleep(1);
            loop.call_soon_threadsafe([future] { future.set_result("knock"); });
            loop.call_soon_threadsafe([] { print("cancelled"); }).cancel();
        });
        thread.start();
        print(co_await future, now(), thread.is_alive());
        thread.join();
        print(thread.is_alive());
    });
    CHECK(result.lines == Lines{"knock 1.0 False", "False"});
    bool by_thread = false;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        by_thread =
            by_thread || (event.kind == loopscope::trace::EventKind::ready &&
                          event.flags == static_cast<std::uint8_t>(loopscope::trace::ReadyReason::thread));
    }
    CHECK(by_thread);
}

TEST_CASE("a thread hands in a coroutine and waits for its result, but not longer than it says") {
    const auto fetch = [](double seconds) -> Coroutine<int> {
        co_await sleep(seconds);
        print("fetched", now());
        co_return 5;
    };
    for (const bool cancels : {false, true}) {
        const auto result = run([&]() -> Coroutine<> {
            EventLoop& loop = get_running_loop();
            const auto ask = [&] {
                print(run_coroutine_threadsafe(fetch(1), loop).result());
                const auto late = run_coroutine_threadsafe(fetch(3), loop);
                print(thrown_by([&] { late.result(1); }));
                if (cancels) print(late.cancel());
            };
            co_await to_thread(ask);
            print("asked", now());
            co_await sleep(3);
        });
        if (cancels)
            CHECK(result.lines == Lines{"fetched 1.0", "5", "TimeoutError()", "True", "asked 2.0"});
        else
            CHECK(result.lines == Lines{"fetched 1.0", "5", "TimeoutError()", "asked 2.0", "fetched 4.0"});
    }
}

TEST_CASE("a coroutine that is handed in and fails, or is cancelled, tells the thread") {
    const auto fails = []() -> Coroutine<int> {
        co_await sleep(0);
        throw ValueError("bad");
    };
    const auto cancelled = []() -> Coroutine<int> {
        current_task().cancel();
        co_await sleep(1);
        co_return 1;
    };
    const auto result = run([&]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto ask = [&] {
            print(thrown_by([&] { run_coroutine_threadsafe(fails(), loop).result(); }));
            print(repr(run_coroutine_threadsafe(fails(), loop).exception()));
            print(thrown_by([&] { run_coroutine_threadsafe(cancelled(), loop).result(); }));
        };
        co_await to_thread(ask);
    });
    CHECK(result.lines == Lines{"ValueError('bad')", "ValueError('bad')", "CancelledError()"});
}

TEST_CASE("waiting for the loop in the loop's own thread stops everything: until the timeout, or for ever") {
    const auto fetch = []() -> Coroutine<int> { co_return 5; };
    const auto result = run([&]() -> Coroutine<> {
        const auto future = run_coroutine_threadsafe(fetch(), get_running_loop());
        print(thrown_by([&] { future.result(2); }));
        print(now());
        print(thrown_by([&] { future.result(); }).starts_with("RuntimeError('this program waits for ever"));
        print(co_await wrap_future(future));
    });
    CHECK(result.lines == Lines{"TimeoutError()", "2.0", "True", "5"});
}

TEST_CASE("threads may wait with what the loop does not know: the kernel tells it") {
    std::mutex mutex;
    std::condition_variable changed;
    bool open = false;
    const auto result = run([&]() -> Coroutine<> {
        const auto wait = [&] {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return open; });
            print("open");
        };
        const Task<> task = create_task(to_thread(wait));
        co_await sleep(1);
        print("opens", now());
        {
            const std::lock_guard lock(mutex);
            open = true;
        }
        changed.notify_all();
        co_await task;
        print(now());
    });
    CHECK(result.lines == Lines{"opens 1.0", "open", "1.0"});
}

TEST_CASE("the clock waits for a thread that waits for the world") {
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().call_later(1, [] { print("timer"); });
        co_await to_thread([] {
            ::usleep(20'000);
            print("world");
        });
        print(now());
        co_await sleep(2);
    });
    CHECK(result.lines == Lines{"world", "0.0", "timer"});
}

TEST_CASE("concurrent futures refuse what comes too late") {
    const concurrent::Future<int> future;
    CHECK(thrown_by([&] { future.result(0); }) == "TimeoutError()");
    CHECK(future.set_running_or_notify_cancel());
    CHECK_FALSE(future.cancel());
    future.set_result(1);
    CHECK(thrown_by([&] { future.set_result(2); }) == "InvalidStateError('FINISHED: <Future>')");
    std::string called;
    future.add_done_callback([&](const concurrent::Future<int>& done) { called += str(done.result()); });
    CHECK(called == "1");
    CHECK(thrown_by([] { concurrent::ThreadPoolExecutor(0); }) ==
          "ValueError('max_workers must be greater than 0')");
    const concurrent::ThreadPoolExecutor pool(1);
    pool.shutdown();
    CHECK(thrown_by([&] { pool.submit([] {}); }) ==
          "RuntimeError('cannot schedule new futures after shutdown')");
}

TEST_CASE("on the real clock threads run as they like, and their knocking wakes the loop") {
    const auto main = []() -> Coroutine<int> {
        EventLoop& loop = get_running_loop();
        const auto future = loop.create_future<int>();
        const threading::Thread thread(
            [&loop, future] { loop.call_soon_threadsafe([future] { future.set_result(1); }); });
        thread.start();
        const int one = co_await future;
        const auto answer = []() -> Coroutine<int> { co_return 2; };
        const auto ask = [&] { return run_coroutine_threadsafe(answer(), loop).result(10); };
        const int two = co_await to_thread(ask);
        co_return one + two;
    };
    CHECK(asyncio::run(main()) == 3);
}

TEST_CASE("a loop that is closed takes nothing any more") {
    auto loop = new_event_loop();
    loop->close();
    CHECK(thrown_by([&] { loop->call_soon_threadsafe([] {}); }) == "RuntimeError('Event loop is closed')");
}

TEST_CASE("a thread that the system does not give is an error of who wanted it, and time goes on") {
    struct NoRoomForStacks {
        NoRoomForStacks() {
            ::pthread_getattr_default_np(&before);
            pthread_attr_t huge = before;
            ::pthread_attr_setstacksize(&huge, std::size_t{1} << 46);
            REQUIRE(::pthread_setattr_default_np(&huge) == 0);
        }
        ~NoRoomForStacks() { ::pthread_setattr_default_np(&before); }
        pthread_attr_t before;
    };
    const std::string refused = "RuntimeError(\"can't start new thread\")";
    for (const bool virtual_time : {true, false}) {
        std::vector<std::string> lines;
        const auto main = [&]() -> Coroutine<> {
            const threading::Thread thread([] {});
            {
                const NoRoomForStacks none;
                lines.push_back(thrown_by([&] { thread.start(); }));
                lines.push_back(thrown_by([] { get_running_loop().run_in_executor(nullptr, [] {}); }));
            }
            CHECK_FALSE(thread.is_alive());
            co_await sleep(0.001);
            thread.start();
            thread.join();
            lines.push_back(std::to_string(co_await to_thread([] { return 1; })));
        };
        asyncio::run(main(), {.clock = virtual_time ? ClockKind::virtual_time : ClockKind::real_time});
        CHECK(lines == std::vector<std::string>{refused, refused, "1"});
    }
}
