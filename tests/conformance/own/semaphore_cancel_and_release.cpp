// Semaphore: waiters cancelled in the step of release(), before and after it; newcomers stay behind; the repr
// in each state.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::semaphore_cancel_and_release {
namespace {

asyncio::Coroutine<> worker(std::string name, asyncio::Semaphore semaphore) {
    const auto body = [&]() -> asyncio::Coroutine<> {
        log(name, "in", semaphore);
        co_await asyncio::sleep(0);
    };
    try {
        co_await asyncio::async_with(semaphore, body);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled", semaphore);
        throw;
    }
}

asyncio::Coroutine<> attempt(bool cancel_first, int permits) {
    const asyncio::Semaphore semaphore(0);
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B", "C"})
        tasks.push_back(asyncio::create_task(worker(name, semaphore), {.name = name}));
    co_await asyncio::sleep(1);
    if (cancel_first) {
        tasks[0].cancel();
        log("locked", semaphore.locked(), semaphore);
    }
    for (int i = 0; i < permits; ++i) semaphore.release();
    if (!cancel_first) {
        tasks[0].cancel();
        tasks[1].cancel();
    }
    log("locked", semaphore.locked(), semaphore);
    tasks.push_back(asyncio::create_task(worker("late", semaphore), {.name = "late"}));
    co_await asyncio::sleep(1);
    log("then", semaphore);
    semaphore.release();
    co_await asyncio::wait(tasks);
    log("at last", semaphore);
}

asyncio::Coroutine<> main_() {
    for (const bool cancel_first : {true, false}) {
        for (const int permits : {1, 2}) {
            log("cancel first", cancel_first, "permits", permits);
            co_await attempt(cancel_first, permits);
        }
    }
}

const Case kCase("semaphore_cancel_and_release", main_);

}  // namespace
}  // namespace conformance::semaphore_cancel_and_release
