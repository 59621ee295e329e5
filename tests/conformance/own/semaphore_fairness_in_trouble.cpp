// Semaphore: the order of those who wait, while some are cancelled, time out, or come in the step of a
// release.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::semaphore_fairness_in_trouble {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::Semaphore;
using asyncio::sleep;

Coroutine<> user(Semaphore semaphore, std::string name, double hold) {
    try {
        co_await async_with(semaphore, [&]() -> Coroutine<> {
            log(name, "in", semaphore.locked());
            co_await sleep(hold);
        });
        log(name, "out", semaphore.locked());
    } catch (...) {
        log(name, err(std::current_exception()), semaphore.locked());
    }
}

std::vector<bool> done(const std::vector<asyncio::Task<bool>>& tasks) {
    std::vector<bool> result;
    for (const auto& task : tasks) result.push_back(task.done());
    return result;
}

Coroutine<> main_() {
    const Semaphore semaphore(2);
    std::map<std::string, asyncio::Task<>> users;
    std::vector<asyncio::Task<>> everybody;
    for (const auto& [name, hold] : std::vector<std::pair<const char*, int>>{
             {"a", 1}, {"b", 1}, {"c", 0}, {"d", 1}, {"e", 0}, {"f", 1}}) {
        users[name] = create_task(user(semaphore, name, hold), {.name = name});
        everybody.push_back(users[name]);
    }
    co_await sleep(0);
    log(semaphore);
    users["c"].cancel("in line");
    co_await sleep(1);
    users["d"].cancel("just woken");
    co_await sleep(0);
    users["e"].cancel("later");
    everybody.push_back(create_task(user(semaphore, "late", 1), {.name = "late"}));
    co_await asyncio::wait(everybody);
    log(semaphore);
    std::vector<asyncio::Task<bool>> limited;
    for (const int delay : {1, 1, 1, 2})
        limited.push_back(create_task(asyncio::wait_for(semaphore.acquire(), delay),
                                      {.name = "t" + std::to_string(delay)}));
    co_await sleep(1);
    semaphore.release();
    log(co_await asyncio::gather(limited, asyncio::return_exceptions), semaphore);
    semaphore.release();
    semaphore.release();
    const asyncio::BoundedSemaphore bounded(1);
    co_await bounded.acquire();
    std::vector<asyncio::Task<bool>> waiting;
    for (const char* name : {"x", "y", "z"})
        waiting.push_back(create_task(bounded.acquire(), {.name = name}));
    co_await sleep(0);
    bounded.release();
    log(bounded, bounded.locked());
    waiting[0].cancel();
    waiting[1].cancel();
    co_await sleep(0);
    log(done(waiting), bounded);
    co_await sleep(0);
    co_await sleep(0);
    log(done(waiting), bounded);
    bounded.release();
    try {
        bounded.release();
    } catch (const asyncio::ValueError& exc) {
        log(err(exc), bounded);
    }
    try {
        Semaphore(-1);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    const Semaphore none(0);
    const auto first = create_task(none.acquire(), {.name = "first"});
    const auto second = create_task(none.acquire(), {.name = "second"});
    co_await sleep(0);
    none.release();
    first.cancel("with the release");
    none.release();
    const auto third = create_task(none.acquire(), {.name = "third"});
    log(co_await asyncio::gather(first, second, third, asyncio::return_exceptions), none);
}

const Case kCase("semaphore_fairness_in_trouble", main_);

}  // namespace
}  // namespace conformance::semaphore_fairness_in_trouble
