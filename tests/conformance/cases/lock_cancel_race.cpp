// Lock: release, a newcomer, and a cancelled head of the queue in one step.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::lock_cancel_race {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Lock lock) {
    const auto body = [&]() -> asyncio::Coroutine<> {
        log(name, "holds");
        co_await asyncio::sleep(0);
    };
    try {
        co_await asyncio::async_with(lock, body);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw;
    }
}

asyncio::Coroutine<> main_() {
    asyncio::Lock lock;
    co_await lock.acquire();
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B", "C"})
        tasks.push_back(asyncio::create_task(waiter(name, lock), {.name = name}));
    co_await asyncio::sleep(1);
    tasks[0].cancel();
    lock.release();
    log("locked", lock.locked());
    tasks.push_back(asyncio::create_task(waiter("late", lock), {.name = "late"}));
    co_await waiter("main", lock);
    co_await asyncio::wait(tasks);
    log("locked", lock.locked());
}

const Case kCase("lock_cancel_race", main_);

}  // namespace
}  // namespace conformance::lock_cancel_race
