// Queue: put() and get() on a ready queue do not suspend; a woken getter runs one iteration later.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_handover {
namespace {

asyncio::Coroutine<> getter(std::string name, asyncio::Queue<int> queue) {
    log(name, "got", co_await queue.get());
}

asyncio::Coroutine<> main_() {
    asyncio::Queue<int> queue;
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B", "C"})
        tasks.push_back(asyncio::create_task(getter(name, queue), {.name = name}));
    co_await asyncio::sleep(1);
    for (int i = 0; i < 3; ++i) {
        co_await queue.put(i);
        log("put", i);
    }
    log("main takes", queue.get_nowait());
    co_await asyncio::sleep(0);
    log("turn");
    co_await queue.put(3);
    co_await asyncio::wait(tasks);
}

const Case kCase("queue_handover", main_);

}  // namespace
}  // namespace conformance::queue_handover
