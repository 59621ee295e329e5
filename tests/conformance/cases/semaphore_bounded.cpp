// BoundedSemaphore: one release too many is a ValueError; a plain one just grows.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::semaphore_bounded {
namespace {

asyncio::Coroutine<> main_() {
    asyncio::BoundedSemaphore bounded(1);
    co_await bounded.acquire();
    bounded.release();
    try {
        bounded.release();
    } catch (const asyncio::ValueError&) {
        log("ValueError");
    }
    asyncio::Semaphore plain(1);
    plain.release();
    for (int i = 0; i < 2; ++i) co_await plain.acquire();
    log("plain acquired twice, locked", plain.locked());
    try {
        asyncio::Semaphore(-1);
    } catch (const asyncio::ValueError&) {
        log("ValueError");
    }
}

const Case kCase("semaphore_bounded", main_);

}  // namespace
}  // namespace conformance::semaphore_bounded
