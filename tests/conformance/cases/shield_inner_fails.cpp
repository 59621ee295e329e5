// shield(): the inner task's exception passes through.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::shield_inner_fails {
namespace {

asyncio::Coroutine<> inner() {
    co_await asyncio::sleep(1);
    throw asyncio::ValueError("inner");
}

asyncio::Coroutine<> main_() {
    try {
        co_await asyncio::shield(inner());
    } catch (const asyncio::ValueError& exc) {
        log("caught", err(exc));
    }
}

const Case kCase("shield_inner_fails", main_);

}  // namespace
}  // namespace conformance::shield_inner_fails
