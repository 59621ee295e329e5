// Queue: getters and putters cancelled before, with and after the turn that serves them; nothing is lost, the
// next one is woken.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_cancelled_in_every_turn {
namespace {

using Queue = asyncio::Queue<std::string>;

asyncio::Coroutine<> getter(std::string name, Queue queue) {
    try {
        const std::string item = co_await queue.get();
        log(name, "got", item, queue);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled", queue);
        throw;
    }
}

asyncio::Coroutine<> putter(std::string name, Queue queue) {
    try {
        co_await queue.put(name);
        log(name, "put", queue);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled", queue);
        throw;
    }
}

asyncio::Coroutine<> attempt(int turns, bool puts) {
    const Queue queue(1);
    if (puts) queue.put_nowait("first");
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B", "C"})
        tasks.push_back(
            asyncio::create_task(puts ? putter(name, queue) : getter(name, queue), {.name = name}));
    co_await asyncio::sleep(1);
    if (puts)
        queue.get_nowait();
    else
        queue.put_nowait("item");
    for (int i = 0; i < turns; ++i) co_await asyncio::sleep(0);
    log("cancel", tasks[0].cancel(), queue);
    co_await asyncio::sleep(1);
    log("then", queue);
    for (const auto& task : tasks) task.cancel();
    co_await asyncio::wait(tasks);
}

asyncio::Coroutine<> main_() {
    for (int turns = 0; turns < 3; ++turns) {
        log("getters", turns);
        co_await attempt(turns, false);
        log("putters", turns);
        co_await attempt(turns, true);
    }
}

const Case kCase("queue_cancelled_in_every_turn", main_);

}  // namespace
}  // namespace conformance::queue_cancelled_in_every_turn
