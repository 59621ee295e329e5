// Barrier.reset(): those waiting get BrokenBarrierError; the barrier is usable at once.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::barrier_reset {
namespace {

asyncio::Coroutine<> worker(std::string name, asyncio::Barrier barrier) {
    try {
        log(name, "index", co_await barrier.wait());
    } catch (const asyncio::BrokenBarrierError&) {
        log(name, "BrokenBarrierError");
    }
}

asyncio::Coroutine<> main_() {
    asyncio::Barrier barrier(3);
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B"})
        tasks.push_back(asyncio::create_task(worker(name, barrier), {.name = name}));
    co_await asyncio::sleep(1);
    co_await barrier.reset();
    log("broken", barrier.broken(), "waiting", barrier.n_waiting());
    for (const char* name : {"C", "D", "E"})
        tasks.push_back(asyncio::create_task(worker(name, barrier), {.name = name}));
    co_await asyncio::wait(tasks);
    log("broken", barrier.broken(), "waiting", barrier.n_waiting());
}

const Case kCase("barrier_reset", main_);

}  // namespace
}  // namespace conformance::barrier_reset
