// all_tasks(): waiting for, gathering and cancelling tasks whose type nobody knows; current_task() of a loop.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::task_all_gathered {
namespace {

asyncio::Coroutine<std::string> work(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    log(name, "done");
    co_return name;
}

asyncio::Coroutine<int> number(int n) {
    co_await asyncio::sleep(n);
    co_return n;
}

asyncio::Coroutine<> fails() {
    co_await asyncio::sleep(1);
    throw asyncio::ValueError("boom");
}

std::vector<asyncio::AnyTask> others() {
    auto tasks = asyncio::all_tasks();
    std::erase(tasks, asyncio::current_task());
    return tasks;
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_event_loop();
    log(&loop == &asyncio::get_running_loop(), asyncio::current_task(loop).get_name(),
        asyncio::all_tasks(loop).size());
    std::vector<asyncio::AnyTask> keep{asyncio::create_task(work("a", 2), {.name = "a"}),
                                       asyncio::create_task(number(1), {.name = "b"}),
                                       asyncio::create_task(asyncio::sleep(3), {.name = "c"})};
    log(co_await asyncio::gather(others()));
    keep = {asyncio::create_task(fails(), {.name = "d"}), asyncio::create_task(number(9), {.name = "e"})};
    for (const auto& task : others())
        task.add_done_callback(
            [](const asyncio::AnyTask& t) { log("callback", t.get_name(), t.cancelled()); });
    co_await asyncio::sleep(2);
    for (const auto& task : others()) task.cancel("shutdown");
    log(co_await asyncio::gather(others(), asyncio::return_exceptions));
    for (const auto& task : keep) {
        try {
            log(co_await task);
        } catch (const asyncio::ValueError& exc) {
            log(task.get_name(), err(exc));
        } catch (const asyncio::CancelledError& exc) {
            log(task.get_name(), err(exc));
        }
    }
    keep = {asyncio::create_task(number(1), {.name = "f"})};
    const auto task = others()[0];
    const auto result = co_await task;
    log(result, asyncio::current_task() == task);
    const auto slept = loop.create_task(asyncio::sleep(1, "slept"), {.name = "g"});
    log(co_await slept);
}

const Case kCase("task_all_gathered", main_);

}  // namespace
}  // namespace conformance::task_all_gathered
