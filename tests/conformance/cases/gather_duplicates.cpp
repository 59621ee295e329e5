// gather(): the same awaitable given twice runs once and fills both places.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_duplicates {
namespace {

asyncio::Coroutine<std::string> child(std::string name) {
    log(name, "runs");
    co_await asyncio::sleep(1);
    co_return name;
}

// A Coroutine can be given away only once; Python's gather() makes the task of the one that it gets twice.
asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(child("task"), {.name = "task"});
    auto coro = asyncio::ensure_future(child("coro"));
    log(co_await asyncio::gather(coro, task, coro, task, child("other")));
}

const Case kCase("gather_duplicates", main_);

}  // namespace
}  // namespace conformance::gather_duplicates
