// timeout(0), timeout(-1): fires in the next iteration, so the block runs to its first await.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_zero {
namespace {

asyncio::Coroutine<> block_with_await(int delay) {
    log("block starts", delay);
    co_await asyncio::sleep(0);
    log("never printed");
}

asyncio::Coroutine<> block_without_await() {
    log("block without await");
    co_return;
}

asyncio::Coroutine<> main_() {
    for (const int delay : {0, -1}) {
        const auto block = [&] { return block_with_await(delay); };
        try {
            co_await asyncio::async_with(asyncio::timeout(delay), block);
        } catch (const asyncio::TimeoutError&) {
            log("TimeoutError");
        }
        auto scope = asyncio::timeout(delay);
        co_await asyncio::async_with(scope, block_without_await);
        log("expired", scope.expired());
    }
    co_await asyncio::sleep(0);
    log("end");
}

const Case kCase("timeout_zero", main_);

}  // namespace
}  // namespace conformance::timeout_zero
