// as_completed(): both ways to iterate, limits, duplicates, errors on the way, left early, nothing at all.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::as_completed_every_way {
namespace {

using asyncio::as_completed;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using Tasks = std::vector<asyncio::Task<std::string>>;

Coroutine<std::string> work(double delay, std::string what) {
    co_await sleep(delay);
    if (what == "fails") throw asyncio::ValueError(what);
    co_return what;
}

template <class A>
Coroutine<> plain(std::vector<A> awaitables, asyncio::AsCompletedOptions options = {}) {
    for (auto next_one : as_completed(std::move(awaitables), options)) {
        try {
            log("plain", co_await next_one);
        } catch (const asyncio::Exception& exc) {
            log("plain", err(exc));
        }
    }
}

Coroutine<> asynchronous(Tasks tasks, asyncio::AsCompletedOptions options = {}) {
    try {
        auto done = as_completed(tasks, options);
        while (const auto task = co_await done.next()) {
            try {
                log("async", task->get_name(), co_await *task);
            } catch (const asyncio::ValueError& exc) {
                log("async", task->get_name(), err(exc));
            }
        }
    } catch (const asyncio::TimeoutError& exc) {
        log("async", err(exc));
    }
}

Tasks three(const std::string& prefix) {
    Tasks tasks;
    for (int i = 0; i < 3; ++i) {
        const std::string name = prefix + std::to_string(i);
        tasks.push_back(create_task(work(3 - i, i == 1 ? "fails" : name), {.name = name}));
    }
    return tasks;
}

Coroutine<> main_() {
    co_await plain(three("a"));
    co_await asynchronous(three("b"));
    Tasks tasks = three("c");
    co_await plain(tasks, {.timeout = 2});
    co_await asynchronous(tasks);
    co_await asynchronous(three("d"), {.timeout = 2});
    co_await plain(three("e"), {.timeout = 0});
    tasks = three("f");
    tasks.push_back(tasks[0]);
    co_await plain(tasks);
    co_await plain(Tasks());
    co_await asynchronous(Tasks());
    tasks = three("g");
    {
        auto done = as_completed(tasks);
        while (const auto task = co_await done.next()) {
            log("first", task->get_name());
            break;
        }
    }
    co_await sleep(5);
    auto& loop = asyncio::get_running_loop();
    std::vector<asyncio::Future<std::string>> futures;
    for (int i = 0; i < 2; ++i) futures.push_back(loop.create_future<std::string>());
    loop.call_later(1, asyncio::named("", [=] { futures[1].set_result("future"); }));
    loop.call_later(2, asyncio::named("", [=] { futures[0].cancel(); }));
    for (auto next_one : as_completed(futures)) {
        try {
            log("future", co_await next_one);
        } catch (const asyncio::CancelledError& exc) {
            log("future", err(exc));
        }
    }
    std::vector<Coroutine<std::string>> waits;
    for (auto next_one : as_completed(work(2, "x"), work(1, "y"))) waits.push_back(std::move(next_one));
    log(waits.size());
    std::reverse(waits.begin(), waits.end());
    log(co_await asyncio::gather(std::move(waits)));
    std::vector<Coroutine<std::string>> works;
    works.push_back(work(5, "late"));
    works.push_back(work(1, "early"));
    const auto task = create_task(plain(std::move(works)), {.name = "T"});
    co_await sleep(2);
    task.cancel("enough");
    try {
        co_await task;
    } catch (const asyncio::CancelledError& exc) {
        log(err(exc));
    }
    co_await sleep(5);
}

const Case kCase("as_completed_every_way", main_);

}  // namespace
}  // namespace conformance::as_completed_every_way
