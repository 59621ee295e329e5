// Tasks created by tasks start one iteration later: breadth first, not depth first.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::task_breadth_first {
namespace {

asyncio::Coroutine<> node(std::string name, int depth) {
    log(name);
    if (depth == 0) co_return;
    for (const char* i : {".1", ".2"}) asyncio::create_task(node(name + i, depth - 1), {.name = name + i});
}

asyncio::Coroutine<> main_() {
    asyncio::create_task(node("r", 2), {.name = "r"});
    for (int i = 0; i < 4; ++i) {
        log("main turn", i);
        co_await asyncio::sleep(0);
    }
}

const Case kCase("task_breadth_first", main_);

}  // namespace
}  // namespace conformance::task_breadth_first
