// Condition: cancelled while re-acquiring the lock after notify: CancelledError only once it has the lock.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::condition_cancel_reacquire {
namespace {

asyncio::Coroutine<> waiter(asyncio::Condition condition) {
    const auto body = [&]() -> asyncio::Coroutine<> {
        try {
            co_await condition.wait();
            log("woken");
        } catch (const asyncio::CancelledError&) {
            log("cancelled, locked", condition.locked());
            throw;
        }
    };
    co_await asyncio::async_with(condition, body);
}

asyncio::Coroutine<> main_() {
    asyncio::Condition condition;
    const auto task = asyncio::create_task(waiter(condition), {.name = "waiter"});
    co_await asyncio::sleep(1);
    const auto body = [&]() -> asyncio::Coroutine<> {
        condition.notify();
        co_await asyncio::sleep(1);
        task.cancel();
        co_await asyncio::sleep(1);
        log("waiter done", task.done());
    };
    co_await asyncio::async_with(condition, body);
    co_await asyncio::wait(task);
    log("cancelled()", task.cancelled(), "locked", condition.locked());
}

const Case kCase("condition_cancel_reacquire", main_);

}  // namespace
}  // namespace conformance::condition_cancel_reacquire
