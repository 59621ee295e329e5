// wait(): timeouts, duplicates, what is done already, cancelled waits, and futures that others cancel
// meanwhile.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::wait_every_way {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using Tasks = std::vector<asyncio::Task<int>>;

Coroutine<int> work(int delay, std::exception_ptr error = nullptr) {
    co_await sleep(delay);
    if (error) std::rethrow_exception(error);
    co_return delay;
}

std::vector<std::string> names(const Tasks& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(task.get_name());
    std::sort(all.begin(), all.end());
    return all;
}

Tasks three() {
    Tasks tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(create_task(work(i + 1), {.name = "w" + std::to_string(i)}));
    return tasks;
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    Tasks tasks = three();
    for (const std::optional<double> timeout :
         std::vector<std::optional<double>>{0, -1, 1.5, 2, std::nullopt}) {
        const auto [done, pending] = co_await asyncio::wait(tasks, {.timeout = timeout});
        log(timeout ? asyncio::repr(*timeout) : "None", names(done), names(pending));
    }
    {
        Tasks twice = tasks;
        twice.insert(twice.end(), tasks.begin(), tasks.end());
        const auto [done, pending] = co_await asyncio::wait(twice, {.return_when = asyncio::FIRST_COMPLETED});
        log(names(done), names(pending));
    }

    tasks = three();
    tasks[1].cancel();
    {
        const auto [done, pending] = co_await asyncio::wait(tasks, {.return_when = asyncio::FIRST_EXCEPTION});
        log("a cancellation is no exception", names(done), names(pending));
    }

    tasks = three();
    const auto waiter = create_task(asyncio::wait(tasks), {.name = "waiter"});
    co_await sleep(1.5);
    waiter.cancel("stop waiting");
    try {
        co_await waiter;
    } catch (const asyncio::CancelledError& exc) {
        log(err(exc), std::vector<bool>{tasks[0].done(), tasks[1].done(), tasks[2].done()});
    }
    {
        const auto [done, pending] = co_await asyncio::wait(tasks, {.timeout = 0.5});
        log("same instant", names(done), names(pending));
    }
    co_await asyncio::wait(tasks);

    tasks.clear();
    for (const int i : {0, 1}) {
        const auto error = std::make_exception_ptr(asyncio::ValueError(i));
        tasks.push_back(create_task(work(1, error), {.name = "e" + std::to_string(i)}));
    }
    {
        const auto [done, pending] = co_await asyncio::wait(tasks, {.return_when = asyncio::FIRST_EXCEPTION});
        log(names(done), names(pending),
            std::vector<std::string>{err(tasks[0].exception()), err(tasks[1].exception())});
    }

    std::vector<asyncio::Future<std::string>> futures;
    for (int i = 0; i < 3; ++i) futures.push_back(loop.create_future<std::string>());
    loop.call_later(1, asyncio::named("", [=] { futures[0].cancel(); }));
    loop.call_later(1, asyncio::named("", [=] { futures[1].set_result("x"); }));
    loop.call_later(2, asyncio::named("", [=] { futures[2].set_exception(asyncio::ValueError("y")); }));
    auto [done, pending] = co_await asyncio::wait(futures, {.return_when = asyncio::FIRST_COMPLETED});
    std::vector<bool> found;
    for (const auto& future : futures)
        found.push_back(std::find(done.begin(), done.end(), future) != done.end());
    log(found);
    const auto later = co_await asyncio::wait(pending, {.timeout = 5});
    log(later.done.size(), err(futures[2].exception()));

    try {
        co_await asyncio::wait(Tasks());
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    std::vector<Coroutine<int>> coroutines;
    coroutines.push_back(work(1));
    try {
        co_await asyncio::wait(std::move(coroutines));
    } catch (const asyncio::TypeError& exc) {
        log(err(exc));
    }
}

const Case kCase("wait_every_way", main_);

}  // namespace
}  // namespace conformance::wait_every_way
