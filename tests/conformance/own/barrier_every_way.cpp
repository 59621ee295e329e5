// Barrier: a waiter cancelled, a newcomer while the others leave, reset() and abort() with and without
// waiters, and its errors.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::barrier_every_way {
namespace {

asyncio::Coroutine<> worker(std::string name, asyncio::Barrier barrier, int rounds = 1) {
    const auto body = [&](int index) -> asyncio::Coroutine<> {
        log(name, "index", index, barrier);
        co_return;
    };
    try {
        for (int i = 0; i < rounds; ++i) co_await asyncio::async_with(barrier, body);
    } catch (const asyncio::BrokenBarrierError& exc) {
        log(name, err(exc), barrier);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled", barrier);
        throw;
    }
}

using Tasks = std::vector<asyncio::Task<>>;

void start(Tasks& tasks, const std::string& names, const asyncio::Barrier& barrier, int rounds = 1) {
    for (const char name : names) {
        const std::string text(1, name);
        tasks.push_back(asyncio::create_task(worker(text, barrier, rounds), {.name = text}));
    }
}

asyncio::Coroutine<> main_() {
    const asyncio::Barrier barrier(2);
    Tasks tasks;
    start(tasks, "A", barrier);
    co_await asyncio::sleep(1);
    tasks[0].cancel();
    co_await asyncio::sleep(1);
    log("after a cancellation", barrier.n_waiting(), barrier.broken());
    tasks.clear();
    start(tasks, "BCDE", barrier, 2);
    co_await asyncio::wait(tasks);
    tasks.clear();
    start(tasks, "F", barrier);
    co_await asyncio::sleep(1);
    co_await barrier.reset();
    start(tasks, "GH", barrier);
    co_await asyncio::wait(tasks);
    co_await barrier.reset();
    tasks.clear();
    start(tasks, "I", barrier);
    co_await asyncio::sleep(1);
    co_await barrier.abort();
    log("broken", barrier.broken(), barrier.n_waiting());
    co_await asyncio::wait(tasks);
    co_await worker("J", barrier);
    co_await barrier.reset();
    log("whole again", barrier);
    tasks.clear();
    start(tasks, "KL", barrier);
    co_await asyncio::wait(tasks);
    try {
        asyncio::Barrier(0);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
}

const Case kCase("barrier_every_way", main_);

}  // namespace
}  // namespace conformance::barrier_every_way
