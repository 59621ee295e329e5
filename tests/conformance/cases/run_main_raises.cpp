// run(): main()'s exception comes out after the leftovers were cancelled.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::run_main_raises {
namespace {

asyncio::Coroutine<> leftover() {
    try {
        co_await asyncio::sleep(100);
    } catch (...) {
        log("leftover finally");
        throw;
    }
    log("leftover finally");
}

asyncio::Coroutine<> main_() {
    asyncio::create_task(leftover(), {.name = "leftover"});
    co_await asyncio::sleep(0);
    throw asyncio::ValueError("from main");
}

const Case kCase("run_main_raises", main_);

}  // namespace
}  // namespace conformance::run_main_raises
