// Condition: a waiter cancelled before, with and after notify(1), while the lock is held or free: who gets
// the notification.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::condition_cancelled_in_every_turn {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Condition condition) {
    const auto body = [&]() -> asyncio::Coroutine<> { log(name, "woken", co_await condition.wait()); };
    try {
        co_await asyncio::async_with(condition, body);
    } catch (const asyncio::CancelledError& exc) {
        log(name, "cancelled", err(exc), condition);
        throw;
    }
}

asyncio::Coroutine<> attempt(int turns, bool hold) {
    const asyncio::Condition condition;
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B"})
        tasks.push_back(asyncio::create_task(waiter(name, condition), {.name = name}));
    co_await asyncio::sleep(1);
    const auto notify = [&]() -> asyncio::Coroutine<> {
        condition.notify();
        if (hold) co_await asyncio::sleep(1);
    };
    co_await asyncio::async_with(condition, notify);
    for (int i = 0; i < turns; ++i) co_await asyncio::sleep(0);
    tasks[0].cancel("first");
    co_await asyncio::sleep(0);
    tasks[0].cancel("second");
    co_await asyncio::sleep(1);
    std::vector<bool> done;
    for (const auto& task : tasks) done.push_back(task.done());
    log(done, condition);
    const auto notify_all = [&]() -> asyncio::Coroutine<> {
        condition.notify_all();
        co_return;
    };
    co_await asyncio::async_with(condition, notify_all);
    co_await asyncio::wait(tasks);
}

asyncio::Coroutine<> main_() {
    for (int turns = 0; turns < 4; ++turns) {
        for (const bool hold : {true, false}) {
            log("turns", turns, "hold", hold);
            co_await attempt(turns, hold);
        }
    }
}

const Case kCase("condition_cancelled_in_every_turn", main_);

}  // namespace
}  // namespace conformance::condition_cancelled_in_every_turn
