// as_completed(timeout) with async for: the TimeoutError ends the loop.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::as_completed_async_timeout {
namespace {

asyncio::Coroutine<std::string> work(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    co_return name;
}

asyncio::Coroutine<> main_() {
    std::vector<asyncio::Task<std::string>> tasks;
    tasks.push_back(asyncio::create_task(work("A", 1), {.name = "A"}));
    tasks.push_back(asyncio::create_task(work("B", 5), {.name = "B"}));
    tasks.push_back(asyncio::create_task(work("C", 6), {.name = "C"}));
    try {
        auto done = asyncio::as_completed(tasks, {.timeout = 2});
        while (auto task = co_await done.next()) log("got", task->get_name());
    } catch (const asyncio::TimeoutError&) {
        std::vector<bool> states;
        for (const auto& task : tasks) states.push_back(task.done());
        log("TimeoutError; done", states);
    }
    co_await asyncio::wait(tasks);
    log("end");
}

const Case kCase("as_completed_async_timeout", main_);

}  // namespace
}  // namespace conformance::as_completed_async_timeout
