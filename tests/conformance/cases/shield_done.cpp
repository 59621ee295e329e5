// shield() of a task that is already done is that task: no suspension.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::shield_done {
namespace {

asyncio::Coroutine<std::string> inner() { co_return "value"; }

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(inner(), {.name = "inner"});
    co_await task;
    asyncio::get_running_loop().call_soon(asyncio::named("", log), "callback runs later");
    auto shielded = asyncio::shield(task);
    log("same object", shielded == task, co_await shielded);
    co_await asyncio::sleep(0);
}

const Case kCase("shield_done", main_);

}  // namespace
}  // namespace conformance::shield_done
