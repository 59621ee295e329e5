// Queue: a getter cancelled while waiting, and one cancelled after an item woke it: no item is lost.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_cancel_getter {
namespace {

asyncio::Coroutine<> getter(std::string name, asyncio::Queue<std::string> queue) {
    try {
        log(name, "got", co_await queue.get());
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw;
    }
}

asyncio::Coroutine<> main_() {
    asyncio::Queue<std::string> queue;
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B", "C"})
        tasks.push_back(asyncio::create_task(getter(name, queue), {.name = name}));
    co_await asyncio::sleep(1);
    tasks[0].cancel();
    co_await asyncio::sleep(1);
    queue.put_nowait("item");
    tasks[1].cancel();
    co_await asyncio::wait(tasks);
    log("size", queue.qsize());
}

const Case kCase("queue_cancel_getter", main_);

}  // namespace
}  // namespace conformance::queue_cancel_getter
