// wait_for() around acquire(), Condition.wait(), get() and put(): in the instant of the limit somebody lets
// go, and nothing is lost.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_around_locks {
namespace {

using namespace asyncio;

template <class Label, class T>
Coroutine<bool> limited(Label label, Coroutine<T> awaitable, double limit) {
    try {
        log(label, "got", co_await or_none(wait_for(std::move(awaitable), limit)));
        co_return true;
    } catch (const TimeoutError& exc) {
        log(label, err(exc));
        co_return false;
    }
}

template <class F>
Coroutine<> later(double delay, F function) {
    co_await sleep(delay);
    function();
}

Coroutine<> lock() {
    Lock lock;
    for (const bool released_first : {true, false}) {
        co_await lock.acquire();
        std::optional<Task<>> release;
        if (released_first) {
            release = create_task(later(1, [=] { lock.release(); }));
            co_await sleep(0);
        }
        auto waits = create_task(limited("a", lock.acquire(), 1));
        co_await sleep(0);
        if (!released_first) release = create_task(later(1, [=] { lock.release(); }));
        auto others = create_task(limited("b", lock.acquire(), 3));
        co_await wait(waits, *release);
        log(lock);
        if (waits.result()) lock.release();
        if (co_await others) lock.release();
        log(lock);
    }
}

Coroutine<> semaphore() {
    Semaphore semaphore(1);
    co_await semaphore.acquire();
    std::vector<Task<bool>> tasks;
    for (const std::string name : {"a", "b", "c"})
        tasks.push_back(create_task(limited(name, semaphore.acquire(), 1), {.name = name}));
    co_await sleep(1);
    semaphore.release();
    log(semaphore);
    tasks[1].cancel();
    co_await wait(tasks);
    std::vector<bool> cancelled;
    for (const auto& task : tasks) cancelled.push_back(task.cancelled());
    log(semaphore, cancelled);
}

Coroutine<bool> waits_inside(Condition condition, std::string label, double limit) {
    co_return co_await async_with(condition, [&]() -> Coroutine<bool> {
        bool got = false;
        std::exception_ptr error;
        try {
            got = co_await limited(label, condition.wait(), limit);
        } catch (...) {
            error = std::current_exception();
        }
        log(label, "has it again", condition.locked());
        if (error) std::rethrow_exception(error);
        co_return got;
    });
}

Coroutine<> condition() {
    Condition condition;
    auto a = create_task(waits_inside(condition, "a", 1));
    auto b = create_task(waits_inside(condition, "b", 3));
    co_await sleep(1);
    co_await async_with(condition, [&]() -> Coroutine<> {
        condition.notify();
        log("notified", condition);
        co_await sleep(1);
    });
    co_await wait(a, b);
    // One that is out of time while it waits for the lock again.
    auto task = create_task(waits_inside(condition, "c", 1));
    co_await sleep(0.5);
    co_await async_with(condition, [&]() -> Coroutine<> {
        condition.notify_all();
        co_await sleep(2);
        log("lets go", condition);
    });
    co_await task;
}

Coroutine<> predicate() {
    Condition condition;
    int value = 0;
    const auto reaches = [&](int wanted, double limit) -> Coroutine<bool> {
        const auto reached = [&] {
            return value >= wanted ? std::optional(std::to_string(value) + "!") : std::nullopt;
        };
        co_return co_await async_with(condition, [&]() -> Coroutine<bool> {
            co_return co_await limited(wanted, condition.wait_for(reached), limit);
        });
    };
    std::vector<Task<bool>> tasks;
    for (const int wanted : {1, 2, 3}) tasks.push_back(create_task(reaches(wanted, 2)));
    for (const int next : {1, 2}) {
        value = next;
        co_await sleep(0.75);
        co_await async_with(condition, [&]() -> Coroutine<> {
            condition.notify_all();
            co_return;
        });
    }
    co_await wait(tasks);
}

Coroutine<> queue() {
    Queue<std::string> queue(1);
    auto getter = create_task(limited("get", queue.get(), 1));
    co_await sleep(1);
    queue.put_nowait("late");
    const bool got = co_await getter;
    log(got, queue);
    auto putter = create_task(limited("put", queue.put("next"), 1));
    if (queue.full()) {
        co_await sleep(1);
        log(queue.get_nowait());
    }
    co_await putter;
    log(queue);
}

Coroutine<> event_and_zero() {
    Event event;
    Lock lock;
    co_await limited("event", event.wait(), 0);
    event.set();
    co_await limited("event", event.wait(), 0);
    co_await limited("lock", lock.acquire(), 0);
    co_await limited("lock", lock.acquire(), 0);
    co_await limited("lock", lock.acquire(), -1);
    log(event, lock);
}

Coroutine<> main_() {
    log("lock");
    co_await lock();
    log("semaphore");
    co_await semaphore();
    log("condition");
    co_await condition();
    log("predicate");
    co_await predicate();
    log("queue");
    co_await queue();
    log("event_and_zero");
    co_await event_and_zero();
}

const Case kCase("wait_for_around_locks", main_);

}  // namespace
}  // namespace conformance::wait_for_around_locks
