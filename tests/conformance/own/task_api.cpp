// What tasks and futures say and refuse: results too early, of the cancelled, settled twice, the current
// task.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::task_api {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;

template <class F>
void attempt(std::string what, F function) {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
            function();
            log(what, asyncio::None{});
        } else {
            const auto value = function();
            if constexpr (std::is_same_v<decltype(value), const std::exception_ptr>)
                log(what, value ? asyncio::str(value) : "None");
            else
                log(what, value);
        }
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<std::string> work(std::string how) {
    co_await sleep(1);
    if (how == "fails") throw asyncio::ValueError(how);
    if (how == "stops") throw asyncio::StopIteration(how);
    if (how == "ends") throw asyncio::StopAsyncIteration(how);
    co_return how;
}

std::vector<std::string> names(const std::vector<asyncio::AnyTask>& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(task.get_name());
    std::sort(all.begin(), all.end());
    return all;
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    auto future = loop.create_future<int>();
    attempt("pending", [&] { return future.result(); });
    attempt("pending", [&] { return future.exception(); });
    future.set_result(1);
    attempt("again", [&] { future.set_result(2); });
    attempt("again", [&] { future.set_exception(asyncio::ValueError()); });
    attempt("result", [&] { return future.result(); });
    attempt("exception", [&] { return future.exception(); });
    attempt("cancel", [&] { return future.cancel(); });
    future = loop.create_future<int>();
    attempt("StopIteration", [&] { future.set_exception(asyncio::StopIteration()); });
    attempt("result", [&] { return future.result(); });
    future = loop.create_future<int>();
    {
        const bool cancelled = future.cancel("message");
        log(cancelled, future.done(), future.cancelled());
    }
    attempt("result", [&] { return future.result(); });
    attempt("exception", [&] { return future.exception(); });
    attempt("set", [&] { future.set_result(3); });
    for (const std::string how : {"returns", "fails", "stops", "ends"}) {
        const auto task = create_task(work(how), {.name = how});
        attempt(how, [&] { return task.result(); });
        attempt(how, [&] { return task.exception(); });
        co_await asyncio::wait(task);
        attempt(how, [&] { return task.result(); });
        attempt(how, [&] { return task.exception(); });
        log(task.done(), task.cancelled(), task.cancel());
    }
    const auto task = create_task(work("cancelled"), {.name = "cancelled"});
    co_await sleep(0);
    task.cancel("why");
    co_await asyncio::wait(task);
    attempt("first", [&] { return task.result(); });
    attempt("second", [&] { return task.exception(); });
    log(asyncio::current_task().get_name(), asyncio::current_task(loop) == asyncio::current_task());
    loop.call_soon([] { log("in a callback", asyncio::current_task()); });
    co_await sleep(0);
    std::vector<asyncio::Task<std::string>> tasks;
    for (const std::string name : {"0", "1", "2"}) tasks.push_back(create_task(work(name), {.name = name}));
    log(names(asyncio::all_tasks()));
    tasks[1].cancel();
    co_await sleep(0);
    co_await sleep(0);
    log(names(asyncio::all_tasks()), names(asyncio::all_tasks(loop)));
    co_await asyncio::wait(tasks);
    log(names(asyncio::all_tasks()), asyncio::ensure_future(tasks[0]) == tasks[0]);
    log(asyncio::isfuture(tasks[0]), asyncio::isfuture(loop.create_future()), asyncio::isfuture(3));
}

const Case kCase("task_api", main_);

}  // namespace
}  // namespace conformance::task_api
