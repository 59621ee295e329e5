// gather() of done and pending futures waits for the pending ones; a done failure wins.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_some_done {
namespace {

asyncio::Coroutine<std::string> ok(std::string value, double delay) {
    co_await asyncio::sleep(delay);
    log(value, "finished");
    co_return value;
}

asyncio::Coroutine<> fails() {
    throw asyncio::ValueError("done");
    co_return;
}

asyncio::Coroutine<> main_() {
    auto a = asyncio::create_task(ok("a", 0), {.name = "a"});
    auto f = asyncio::create_task(fails(), {.name = "f"});
    co_await asyncio::sleep(0);
    co_await asyncio::sleep(0);
    log(co_await asyncio::gather(a, ok("late", 1)));
    auto future = asyncio::gather(ok("later", 1), f);
    log(outcome(future));
    co_await asyncio::sleep(2);
    log(outcome(future));
}

const Case kCase("gather_some_done", main_);

}  // namespace
}  // namespace conformance::gather_some_done
