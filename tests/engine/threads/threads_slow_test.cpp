// Recordings of threads must not depend on the machine's load: the same program many times, every second time
// beside threads that take the processors.
#include "tests/engine/engine_test.h"

#include <atomic>
#include <cstdlib>
#include <thread>

using namespace asyncio;

namespace {

Coroutine<int> fetch(int i) {
    co_await sleep(0.25 * i);
    co_return i;
}

// Threads that compute, sleep, hand in callbacks and coroutines, wait for each other, and are given up.
Coroutine<> program() {
    EventLoop& loop = get_running_loop();
    const threading::Event gate;
    const threading::Lock lock;
    const auto work = [&loop, lock](int i) {
        volatile std::uint64_t sum = 0;
        for (std::uint64_t n = 0; n < 20'000; ++n) sum = sum + n;
        print("thread", i, threading::current_thread().name());
        time::sleep(0.5 * (i % 3));
        const std::lock_guard guard(lock);
        loop.call_soon_threadsafe([i] { print("knock", i); });
        return run_coroutine_threadsafe(fetch(i), loop).result();
    };
    const auto give_up = [&loop, gate] {
        try {
            run_coroutine_threadsafe(fetch(100), loop).result(1);
        } catch (const TimeoutError&) {
            print("gave up");
        }
        gate.set();
    };
    const concurrent::ThreadPoolExecutor pool(2, "pool");
    std::vector<Future<int>> futures;
    for (int i = 0; i < 5; ++i) futures.push_back(loop.run_in_executor(pool, work, i));
    const Task<> late = create_task(to_thread(give_up));
    const Task<int> cancelled = create_task(to_thread(work, 7));
    co_await sleep(0);
    cancelled.cancel();
    print(co_await gather(futures), loop.time());
    co_await late;
    print(gate.wait(1));
}

std::string recording_of_program() {
    const auto result = engine_test::run(program);
    REQUIRE(repr(result.error) == "None");
    return loopscope::trace::to_text(result.recording);
}

// Takes the processors while it lives.
class Hogs {
public:
    Hogs() {
        for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
            threads_.emplace_back([this] {
                while (!stop_) {}
            });
    }
    ~Hogs() {
        stop_ = true;
        for (auto& thread : threads_) thread.join();
    }

private:
    std::atomic<bool> stop_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("a program with threads gives the same recording every time, also on a busy machine") {
    const char* const runs = std::getenv("LOOPSCOPE_RUNS");
    const int times = runs ? std::atoi(runs) : 20;
    const std::string first = recording_of_program();
    for (int i = 1; i < times / 2; ++i) REQUIRE(recording_of_program() == first);
    const Hogs hogs;
    for (int i = 0; i < times / 2; ++i) REQUIRE(recording_of_program() == first);
}
