// Lock: releasing a free lock is a RuntimeError; any task may release.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::lock_errors {
namespace {

asyncio::Coroutine<> releaser(asyncio::Lock lock) {
    lock.release();
    log("released by another task");
    co_return;
}

asyncio::Coroutine<> main_() {
    asyncio::Lock lock;
    try {
        lock.release();
    } catch (const asyncio::RuntimeError&) {
        log("RuntimeError");
    }
    co_await lock.acquire();
    co_await asyncio::create_task(releaser(lock), {.name = "releaser"});
    const auto body = []() -> asyncio::Coroutine<> {
        throw asyncio::ValueError("inside");
        co_return;
    };
    try {
        co_await asyncio::async_with(lock, body);
    } catch (const asyncio::ValueError&) {
        log("locked", lock.locked());
    }
}

const Case kCase("lock_errors", main_);

}  // namespace
}  // namespace conformance::lock_errors
