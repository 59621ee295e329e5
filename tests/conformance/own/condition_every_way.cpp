// Condition: without its lock, two on one lock, predicates that raise, notify(n), cancelled again and again.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::condition_every_way {
namespace {

using asyncio::async_with;
using asyncio::Condition;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;

template <class F>
void refused(F function) {
    try {
        function();
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (const std::exception&) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<> misuse() {
    const Condition condition;
    refused([&] { condition.notify(); });
    refused([&] { condition.notify_all(); });
    refused([&] { condition.release(); });
    co_await attempt("wait", condition.wait());
    const auto no = [] { return false; };
    const auto yes = [] { return true; };
    co_await attempt("wait_for", condition.wait_for(no));
    co_await attempt("wait_for true", condition.wait_for(yes));
    log(condition);
}

Coroutine<std::string> waits(Condition condition, std::string name) {
    co_await async_with(condition, [&]() -> Coroutine<> {
        try {
            co_await condition.wait();
            log(name, "notified", condition);
        } catch (const asyncio::CancelledError& exc) {
            log(name, err(exc), condition.locked());
            throw;
        }
    });
    co_return name;
}

std::vector<std::string> outcomes(const std::vector<asyncio::Task<std::string>>& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(outcome(task));
    return all;
}

Coroutine<> notified_by_number() {
    const Condition condition;
    std::vector<asyncio::Task<std::string>> tasks;
    for (const char* name : {"W0", "W1", "W2", "W3", "W4"})
        tasks.push_back(create_task(waits(condition, name), {.name = name}));
    co_await sleep(0);
    log(condition);
    co_await async_with(condition, [&]() -> Coroutine<> {
        condition.notify(0);
        condition.notify(2);
        tasks[1].cancel("notified already");
        tasks[3].cancel("not notified");
        co_return;
    });
    co_await sleep(1);
    log(outcomes(tasks), condition);
    co_await async_with(condition, [&]() -> Coroutine<> {
        condition.notify_all();
        condition.notify_all();
        co_return;
    });
    co_await asyncio::wait(tasks);
    log(outcomes(tasks));
}

Coroutine<> cancelled_again() {
    const Condition condition;
    const auto task = create_task(waits(condition, "A"), {.name = "A"});
    co_await sleep(0);
    co_await async_with(condition, [&]() -> Coroutine<> {
        task.cancel("one");
        co_await sleep(1);
        task.cancel("two");
        co_await sleep(1);
        task.cancel("three");
        condition.notify();
    });
    co_await asyncio::wait(task);
    log(outcome(task), task.cancelling(), condition);
}

struct Store {
    asyncio::Lock lock;
    Condition full{lock}, empty{lock};
    std::vector<int> items;
};

Coroutine<> produce(std::shared_ptr<Store> store) {
    for (int i = 0; i < 3; ++i) {
        co_await async_with(store->full, [&]() -> Coroutine<> {
            co_await store->full.wait_for([&] { return store->items.empty(); });
            store->items.push_back(i);
            store->empty.notify();
        });
    }
}

Coroutine<> consume(std::shared_ptr<Store> store) {
    for (int i = 0; i < 3; ++i) {
        co_await async_with(store->empty, [&]() -> Coroutine<> {
            co_await store->empty.wait_for([&] { return !store->items.empty(); });
            log("item", store->items.back(), store->lock);
            store->items.pop_back();
            store->full.notify();
        });
    }
}

Coroutine<> two_on_one_lock() {
    const auto store = std::make_shared<Store>();
    co_await asyncio::gather(consume(store), produce(store));
    log(store->lock, store->full, store->empty);
}

Coroutine<> waits_for_the_third(Condition condition) {
    int count = 0;
    const auto predicate = [&] {
        if (++count == 3) throw asyncio::ValueError("third");
        return false;
    };
    co_await async_with(condition, [&]() -> Coroutine<> { co_await condition.wait_for(predicate); });
}

Coroutine<> predicate_raises() {
    const Condition condition;
    const auto task = create_task(attempt("predicate", waits_for_the_third(condition)), {.name = "P"});
    for (int i = 0; i < 2; ++i) {
        co_await sleep(1);
        co_await async_with(condition, [&]() -> Coroutine<> {
            condition.notify();
            co_return;
        });
    }
    co_await task;
    log(condition);
}

Coroutine<> holds(Condition condition) {
    co_await sleep(0.5);
    co_await async_with(condition, []() -> Coroutine<> { co_await sleep(2); });
}

Coroutine<> time_is_up() {
    const Condition condition;
    const auto limited = [&]() -> Coroutine<> {
        co_await async_with(condition,
                            [&]() -> Coroutine<> { co_await asyncio::wait_for(condition.wait(), 1); });
    };
    const auto holder = create_task(holds(condition), {.name = "holder"});
    co_await attempt("limited", limited());
    co_await holder;
}

Coroutine<> main_() {
    co_await misuse();
    co_await notified_by_number();
    co_await cancelled_again();
    co_await two_on_one_lock();
    co_await predicate_raises();
    co_await time_is_up();
}

const Case kCase("condition_every_way", main_);

}  // namespace
}  // namespace conformance::condition_every_way
