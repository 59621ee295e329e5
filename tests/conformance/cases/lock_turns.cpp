// Lock: the next holder runs one iteration after release().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::lock_turns {
namespace {

asyncio::Coroutine<> waiter(asyncio::Lock lock) {
    const auto body = []() -> asyncio::Coroutine<> {
        log("waiter holds");
        co_return;
    };
    co_await asyncio::async_with(lock, body);
}

asyncio::Coroutine<> main_() {
    asyncio::Lock lock;
    co_await lock.acquire();
    const auto task = asyncio::create_task(waiter(lock), {.name = "waiter"});
    co_await asyncio::sleep(0);
    lock.release();
    for (int i = 0; i < 3; ++i) {
        log("turn", i);
        co_await asyncio::sleep(0);
    }
    co_await task;
}

const Case kCase("lock_turns", main_);

}  // namespace
}  // namespace conformance::lock_turns
