#include "tests/engine/engine_test.h"

#include <chrono>
#include <mutex>
#include <thread>

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

namespace {

std::string loop_time() { return fixed(get_running_loop().time(), 1); }

}  // namespace

TEST_CASE("a thread knows which one it is") {
    run([]() -> Coroutine<> {
        CHECK(threading::current_thread() == threading::main_thread());
        CHECK(threading::main_thread().name() == "MainThread");
        const auto other = co_await to_thread(threading::current_thread);
        CHECK(other != threading::main_thread());
        CHECK(other.name() == "asyncio_0");
        CHECK(co_await to_thread(threading::get_ident) != threading::get_ident());
    });
}

TEST_CASE("events and locks between threads wait in loop time") {
    const auto result = run([]() -> Coroutine<> {
        const threading::Event gate;
        const threading::Lock lock;
        const auto work = [&](std::string name) {
            print(name, gate.wait(1));
            const std::lock_guard guard(lock);
            time::sleep(1);
            print(name, lock.acquire(false), lock.acquire(true, 0.5));
        };
        const auto open = [&] {
            time::sleep(0.5);
            gate.set();
        };
        co_await gather(to_thread(work, std::string("A")), to_thread(work, std::string("B")),
                        to_thread(open));
        print(loop_time());
        gate.clear();
        print(gate.wait(1));
        print(loop_time());
    });
    CHECK(result.lines == Lines{"A True", "B True", "A False False", "B False False", "3.5", "False", "4.5"});
    CHECK(thrown_by([] { threading::Lock().release(); }) == "RuntimeError('release unlocked lock')");
}

TEST_CASE("a thread that outlives its loop goes on") {
    const threading::Event loop_is_gone;
    std::optional<threading::Thread> thread;
    run([&]() -> Coroutine<> {
        thread.emplace([&] {
            time::sleep(100);
            loop_is_gone.wait();
        });
        thread->start();
        co_await sleep(1);
    });
    loop_is_gone.set();
    thread->join();
    CHECK_FALSE(thread->is_alive());
}

TEST_CASE("a loop in a thread waits for the calls of the thread that started it") {
    const OwnedLoop loop = new_event_loop({.clock = ClockKind::virtual_time});
    const threading::Thread thread([&] { loop->run_forever(); });
    thread.start();
    const auto later = [&](double seconds) -> Coroutine<double> {
        co_await sleep(seconds);
        co_return get_running_loop().time();
    };
    const auto slow = run_coroutine_threadsafe(later(3000), *loop);
    const auto quick = run_coroutine_threadsafe(later(1000), *loop);
    CHECK(slow.result() == 3000);
    CHECK(quick.result() == 1000);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // it is in no hurry
    loop->call_soon_threadsafe([&] { loop->stop(); });
    thread.join();
    CHECK(loop->time() == 3000);
}

TEST_CASE("a loop in a thread of another waits for what that one hands over, and goes on with its numbers") {
    std::vector<std::string> lines;
    const auto work = [](std::string text) -> Coroutine<std::string> {
        co_await sleep(1);
        co_return text + " " + current_task().get_name();
    };
    const auto main = [&]() -> Coroutine<> {
        const OwnedLoop other = new_event_loop();
        const threading::Thread thread([&] { other->run_forever(); });
        thread.start();
        for (const char* text : {"at once", "much later"}) {
            const auto future = wrap_future(run_coroutine_threadsafe(work(text), *other));
            lines.push_back(co_await future);
            co_await sleep(1000);  // it has nothing to do meanwhile
        }
        other->call_soon_threadsafe([&] { other->stop(); });
        const auto join = [&] { thread.join(); };
        co_await to_thread(join);
    };
    run(main(), {.clock = ClockKind::virtual_time});
    CHECK(lines == std::vector<std::string>{"at once Task-2", "much later Task-3"});
}
