// Lock: the first in line is cancelled before, in and after the turn of release(); the second gets it or
// keeps its place.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::lock_cancelled_in_every_turn {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Lock lock) {
    const auto body = [&]() -> asyncio::Coroutine<> {
        log(name, "holds", lock);
        co_await asyncio::sleep(0);
    };
    try {
        co_await asyncio::async_with(lock, body);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled", lock);
        throw;
    }
}

asyncio::Coroutine<> attempt(int turns, bool release_first) {
    const asyncio::Lock lock;
    co_await lock.acquire();
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B"})
        tasks.push_back(asyncio::create_task(waiter(name, lock), {.name = name}));
    co_await asyncio::sleep(1);
    if (release_first) lock.release();
    for (int i = 0; i < turns; ++i) co_await asyncio::sleep(0);
    log("cancel", tasks[0].cancel(), lock);
    if (!release_first) lock.release();
    const bool locked = lock.locked();
    log("free for a newcomer", !locked, co_await asyncio::wait_for(lock.acquire(), 5));
    lock.release();
    co_await asyncio::wait(tasks);
}

asyncio::Coroutine<> main_() {
    for (int turns = 0; turns < 4; ++turns) {
        for (const bool release_first : {true, false}) {
            log("turns", turns, "release first", release_first);
            co_await attempt(turns, release_first);
        }
    }
}

const Case kCase("lock_cancelled_in_every_turn", main_);

}  // namespace
}  // namespace conformance::lock_cancelled_in_every_turn
