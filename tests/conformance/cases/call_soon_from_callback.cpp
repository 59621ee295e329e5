// A callback scheduled by a callback runs in the next iteration, not in this one.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::call_soon_from_callback {
namespace {

void first(int depth) {
    log("callback depth", depth);
    if (depth < 3) asyncio::get_running_loop().call_soon(asyncio::named("first", first), depth + 1);
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.call_soon(asyncio::named("first", first), 0);
    loop.call_soon(asyncio::named("", log), "sibling");
    for (int i = 0; i < 5; ++i) {
        log("main turn", i);
        co_await asyncio::sleep(0);
    }
}

const Case kCase("call_soon_from_callback", main_);

}  // namespace
}  // namespace conformance::call_soon_from_callback
