// Condition: notify(n) wakes n waiters in order; they re-acquire the lock one by one.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::condition_notify {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Condition condition) {
    const auto body = [&]() -> asyncio::Coroutine<> {
        log(name, "wait ->", co_await condition.wait());
        co_await asyncio::sleep(1);
        log(name, "leaves");
    };
    co_await asyncio::async_with(condition, body);
}

asyncio::Coroutine<> main_() {
    asyncio::Condition condition;
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B", "C", "D", "E"})
        tasks.push_back(asyncio::create_task(waiter(name, condition), {.name = name}));
    co_await asyncio::sleep(1);
    const auto notify_one = [&]() -> asyncio::Coroutine<> {
        condition.notify();
        log("notified one");
        co_return;
    };
    co_await asyncio::async_with(condition, notify_one);
    co_await asyncio::sleep(5);
    const auto notify_two = [&]() -> asyncio::Coroutine<> {
        condition.notify(2);
        log("notified two");
        co_await asyncio::sleep(1);
        log("lock released now");
    };
    co_await asyncio::async_with(condition, notify_two);
    co_await asyncio::sleep(5);
    const auto notify_all = [&]() -> asyncio::Coroutine<> {
        condition.notify_all();
        log("notified all");
        co_return;
    };
    co_await asyncio::async_with(condition, notify_all);
    co_await asyncio::wait(tasks);
}

const Case kCase("condition_notify", main_);

}  // namespace
}  // namespace conformance::condition_notify
