// Semaphore: several releases at once wake several waiters, in order, in one iteration.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::semaphore_many_releases {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Semaphore semaphore) {
    co_await semaphore.acquire();
    log(name, "acquired");
}

asyncio::Coroutine<> main_() {
    asyncio::Semaphore semaphore(0);
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B", "C", "D"})
        tasks.push_back(asyncio::create_task(waiter(name, semaphore), {.name = name}));
    co_await asyncio::sleep(1);
    for (int i = 0; i < 3; ++i) semaphore.release();
    log("released");
    co_await asyncio::sleep(0);
    log("turn");
    co_await asyncio::sleep(1);
    semaphore.release();
    co_await asyncio::wait(tasks);
}

const Case kCase("semaphore_many_releases", main_);

}  // namespace
}  // namespace conformance::semaphore_many_releases
