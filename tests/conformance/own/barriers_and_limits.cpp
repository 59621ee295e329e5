// Barriers and conditions under limits and cancellations: who comes late, who leaves while the others pass,
// who is woken twice.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::barriers_and_limits {
namespace {

using namespace asyncio;

template <class A>
Coroutine<> attempt(std::string name, A awaitable) {
    try {
        log(name, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(name, err(std::current_exception()), current_task().cancelling());
    }
}

Coroutine<> passes(std::string name, Barrier barrier, double stay = 0) {
    co_await async_with(barrier, [&](int position) -> Coroutine<> {
        log(name, position, barrier);
        co_await sleep(stay);
    });
    log(name, "left", barrier);
}

std::vector<std::string> outcomes(const std::vector<Task<>>& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(outcome(task));
    return all;
}

Coroutine<> left_by_one() {
    const Barrier barrier(3);
    const auto limited = create_task(attempt("limited", wait_for(barrier.wait(), 1)), {.name = "limited"});
    std::vector<Task<>> tasks;
    for (const std::string name : {"a", "b"})
        tasks.push_back(create_task(attempt(name, passes(name, barrier, 1)), {.name = name}));
    co_await sleep(0);
    tasks[0].cancel("a leaves");
    co_await wait(limited, tasks[0], tasks[1], {.timeout = 2});
    log(barrier, outcomes(tasks));
    co_await attempt("reset", barrier.reset());
    co_await wait(tasks);
    tasks.clear();
    for (const std::string name : {"c", "d", "e", "f", "g"})
        tasks.push_back(create_task(attempt(name, passes(name, barrier)), {.name = name}));
    co_await sleep(0);
    tasks[1].cancel("while it passes");
    co_await wait(tasks, {.timeout = 1});
    log(outcomes(tasks), barrier);
    co_await barrier.abort();
    co_await wait(tasks);
    log(outcomes(tasks), barrier, barrier.broken());
}

Coroutine<> in_a_group() {
    const Barrier barrier(2);
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(passes("h", barrier), {.name = "h"});
        co_await sleep(1);
        group.create_task(passes("i", barrier, 1), {.name = "i"});
        co_await sleep(0);
        throw KeyError("body");
    });
}

Coroutine<> waits(std::string name, Condition condition, double limit) {
    co_await async_with(condition, [&]() -> Coroutine<> {
        try {
            co_await async_with(timeout(limit), [&]() -> Coroutine<> { co_await condition.wait(); });
            log(name, "woken", condition);
        } catch (const TimeoutError&) {
            log(name, "late", condition.locked(), condition);
        }
    });
}

Coroutine<> at_the_limit() {
    const Condition condition;
    std::vector<Task<>> tasks;
    for (const auto& [name, limit] :
         std::vector<std::pair<std::string, double>>{{"j", 1}, {"k", 2}, {"l", 3}})
        tasks.push_back(create_task(attempt(name, waits(name, condition, limit)), {.name = name}));
    co_await sleep(1);
    co_await async_with(condition, [&]() -> Coroutine<> {
        condition.notify();
        co_await sleep(1);
    });
    co_await sleep(0);
    co_await async_with(condition, [&]() -> Coroutine<> {
        tasks[2].cancel("l leaves");
        condition.notify_all();
        tasks[2].cancel("really");
        co_return;
    });
    co_await wait(tasks);
    std::vector<int> cancelling;
    for (const auto& task : tasks) cancelling.push_back(task.cancelling());
    log(cancelling, condition);
}

Coroutine<> main_() {
    co_await attempt("one", left_by_one());
    co_await attempt("group", in_a_group());
    co_await attempt("limit", at_the_limit());
}

const Case kCase("barriers_and_limits", main_);

}  // namespace
}  // namespace conformance::barriers_and_limits
