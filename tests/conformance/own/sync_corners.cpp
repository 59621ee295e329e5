// Barrier, Condition and Semaphore: cancelled in each phase, within timeouts and in groups.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::sync_corners {
namespace {

using asyncio::async_with;
using asyncio::Barrier;
using asyncio::Condition;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::Lock;
using asyncio::Semaphore;
using asyncio::sleep;
using asyncio::Task;

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

template <class T>
std::vector<std::string> outcomes(const std::vector<Task<T>>& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(outcome(task));
    return all;
}

Coroutine<> party(Barrier barrier, std::string name) {
    try {
        const int index = co_await barrier.wait();
        log(name, index, barrier);
    } catch (...) {
        log(name, err(std::current_exception()), barrier);
    }
}

Coroutine<> barrier_wait_cancelled_while_draining() {
    const Barrier barrier(2);
    std::vector<Task<>> tasks;
    for (const char* name : {"a", "b", "c", "d"})
        tasks.push_back(create_task(party(barrier, name), {.name = name}));
    co_await sleep(0);
    log(barrier);
    tasks[0].cancel("draining");
    co_await sleep(0);
    log(barrier, outcomes(tasks));
    co_await sleep(1);
    log(barrier, outcomes(tasks));
    tasks[2].cancel();
    tasks[3].cancel();
    co_await sleep(1);
    log(barrier);
}

Coroutine<> barrier_of_one() {
    const Barrier barrier(1);
    const int first = co_await barrier.wait();
    log(first, co_await barrier.wait());
    co_await barrier.abort();
    co_await attempt("one", barrier.wait());
    co_await barrier.abort();
    co_await barrier.reset();
    co_await async_with(barrier, [&](int index) -> Coroutine<> {
        log("inside", index, barrier.n_waiting(), barrier);
        co_return;
    });
    try {
        co_await async_with(barrier, [&]() -> Coroutine<> {
            throw asyncio::KeyError("body");
            co_return;
        });
    } catch (const asyncio::KeyError& exc) {
        log(err(exc), barrier);
    }
}

Coroutine<> waits(Barrier barrier, std::string name) {
    try {
        log(name, co_await barrier.wait());
    } catch (const asyncio::BrokenBarrierError& exc) {
        log(name, err(exc), barrier);
    }
}

Coroutine<> barrier_reset_twice() {
    const Barrier barrier(3);
    std::vector<Task<>> tasks;
    for (const char* name : {"a", "b"}) tasks.push_back(create_task(waits(barrier, name), {.name = name}));
    co_await sleep(1);
    tasks.push_back(create_task(barrier.reset(), {.name = "r1"}));
    tasks.push_back(create_task(barrier.reset(), {.name = "r2"}));
    tasks.push_back(create_task(waits(barrier, "c"), {.name = "c"}));
    tasks.push_back(create_task(barrier.abort(), {.name = "abort"}));
    tasks.push_back(create_task(waits(barrier, "d"), {.name = "d"}));
    co_await asyncio::wait(tasks);
    log(barrier);
    tasks.clear();
    tasks.push_back(create_task(barrier.reset(), {.name = "r3"}));
    for (const char* name : {"e", "f", "g"})
        tasks.push_back(create_task(waits(barrier, name), {.name = name}));
    co_await asyncio::wait(tasks);
    log(barrier);
}

Coroutine<> twice(Barrier barrier, bool fails) {
    const int index = co_await barrier.wait();
    if (fails) throw asyncio::ValueError(index);
    co_await barrier.wait();
}

Coroutine<> barrier_in_group() {
    const Barrier barrier(3);
    try {
        co_await async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
            for (const std::string name : {"a", "b", "c"})
                group.create_task(twice(barrier, name == "b"), {.name = name});
            co_return;
        });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc), barrier, barrier.n_waiting());
    }
    try {
        co_await async_with(asyncio::timeout(1), [&]() -> Coroutine<> { co_await barrier.wait(); });
    } catch (const asyncio::TimeoutError&) {
        log("alone", barrier);
    }
}

Coroutine<> waiter(Condition condition, std::vector<int>& state, std::string name, std::size_t n) {
    co_await async_with(condition, [&]() -> Coroutine<> {
        log(name, co_await condition.wait_for([&] { return state.size() >= n ? state.size() : 0; }));
    });
    log(name, "left", condition);
}

Coroutine<> divides(Condition condition) {
    co_await async_with(condition, [&]() -> Coroutine<> {
        co_await condition.wait_for([]() -> bool { throw asyncio::ZeroDivisionError("division by zero"); });
    });
}

Coroutine<> condition_wait_for() {
    const Condition condition;
    std::vector<int> state;
    std::vector<Task<>> tasks;
    for (const std::size_t n : {1u, 2u, 3u}) {
        const std::string name = "w" + std::to_string(n);
        tasks.push_back(create_task(waiter(condition, state, name, n), {.name = name}));
    }
    co_await sleep(0);
    for (int i = 0; i < 3; ++i) {
        co_await async_with(condition, [&]() -> Coroutine<> {
            state.push_back(i);
            condition.notify(1);
            co_return;
        });
        co_await sleep(0);
        log("after", i, condition);
    }
    tasks[0].cancel("too late?");
    co_await sleep(0);
    log(outcomes(tasks));
    co_await async_with(condition, [&]() -> Coroutine<> {
        condition.notify_all();
        co_return;
    });
    co_await asyncio::wait(tasks);
    try {
        co_await divides(condition);
    } catch (const asyncio::ZeroDivisionError& exc) {
        log(err(exc), condition);
    }
    co_await attempt("no lock", condition.wait_for([] { return false; }));
    co_await attempt("no lock, true", condition.wait_for([] { return true; }));
    try {
        condition.notify();
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    try {
        condition.release();
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
}

Coroutine<> patient(Condition condition) {
    co_await async_with(condition, [&]() -> Coroutine<> {
        try {
            co_await condition.wait();
        } catch (const asyncio::CancelledError& exc) {
            log("waiter", err(exc), condition.locked(), asyncio::current_task().cancelling());
            throw;
        }
    });
}

Coroutine<> condition_cancelled_twice() {
    const Condition condition;
    const auto task = create_task(patient(condition), {.name = "waiter"});
    co_await sleep(0);
    co_await async_with(condition, [&]() -> Coroutine<> {
        task.cancel("one");
        co_await sleep(0);
        co_await sleep(0);
        log(condition, outcome(task));
        task.cancel("two");
        co_await sleep(0);
        co_await sleep(0);
        log(condition, outcome(task));
    });
    co_await attempt("waiter", task);
}

Coroutine<> player(Lock lock, Condition mine, Condition other, std::string name) {
    co_await async_with(lock, [&]() -> Coroutine<> {
        for (int n = 0; n < 2; ++n) {
            other.notify();
            co_await mine.wait();
            log(name, n);
        }
        other.notify();
    });
}

Coroutine<> conditions_share_a_lock() {
    const Lock lock;
    const Condition a(lock), b(lock);
    co_await async_with(asyncio::timeout(1), [&]() -> Coroutine<> {
        co_await asyncio::gather(player(lock, a, b, "ping"), player(lock, b, a, "pong"));
    });
}

Coroutine<> worker(Semaphore semaphore, std::string name, int delay) {
    co_await async_with(semaphore, [&]() -> Coroutine<> {
        log(name, "in", semaphore);
        co_await sleep(delay);
    });
}

Coroutine<> semaphore_fairness() {
    const Semaphore semaphore(2);
    std::vector<Task<>> tasks;
    for (int n = 0; n < 6; ++n) {
        const std::string name(1, static_cast<char>('a' + n));
        tasks.push_back(create_task(worker(semaphore, name, n), {.name = name}));
    }
    co_await sleep(0);
    log(semaphore, semaphore.locked());
    tasks[3].cancel();
    semaphore.release();
    log(semaphore, semaphore.locked());
    co_await attempt("me", semaphore.acquire());
    tasks[4].cancel();
    co_await sleep(0);
    semaphore.release();
    semaphore.release();
    co_await attempt("me again", asyncio::wait_for(semaphore.acquire(), 0));
    co_await attempt("me at last", asyncio::wait_for(semaphore.acquire(), 1));
    log(outcomes(tasks), semaphore);
    co_await asyncio::wait(tasks);
    log(semaphore);
}

Coroutine<> semaphore_of_none() {
    const Semaphore semaphore(0);
    const auto task = create_task(semaphore.acquire(), {.name = "t"});
    const auto other = create_task(semaphore.acquire(), {.name = "u"});
    co_await sleep(0);
    semaphore.release();
    task.cancel("after the release");
    co_await attempt("t", task);
    log(outcome(other), semaphore);
    co_await attempt("u", other);
    const asyncio::BoundedSemaphore bounded(1);
    co_await bounded.acquire();
    bounded.release();
    try {
        bounded.release();
    } catch (const asyncio::ValueError& exc) {
        log(err(exc), bounded);
    }
    try {
        asyncio::BoundedSemaphore(-1);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
}

Coroutine<> event_and_lock() {
    const asyncio::Event event;
    std::vector<Task<bool>> waiters;
    for (int n = 0; n < 3; ++n)
        waiters.push_back(create_task(event.wait(), {.name = "e" + std::to_string(n)}));
    co_await sleep(0);
    log(event);
    event.set();
    event.clear();
    waiters[1].cancel();
    log(event);
    co_await asyncio::wait(waiters);
    log(outcomes(waiters), event);
    const Lock lock;
    try {
        lock.release();
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    Task<bool> a, b;
    co_await async_with(lock, [&]() -> Coroutine<> {
        a = create_task(lock.acquire(), {.name = "a"});
        b = create_task(lock.acquire(), {.name = "b"});
        co_await sleep(0);
        log(lock);
    });
    a.cancel();
    log(lock);
    co_await sleep(0);
    log(lock, outcome(a), outcome(b));
    co_await sleep(0);
    log(lock, outcome(a), outcome(b));
}

Coroutine<> main_() {
    log("barrier_wait_cancelled_while_draining");
    co_await barrier_wait_cancelled_while_draining();
    log("barrier_of_one");
    co_await barrier_of_one();
    log("barrier_reset_twice");
    co_await barrier_reset_twice();
    log("barrier_in_group");
    co_await barrier_in_group();
    log("condition_wait_for");
    co_await condition_wait_for();
    log("condition_cancelled_twice");
    co_await condition_cancelled_twice();
    log("conditions_share_a_lock");
    co_await conditions_share_a_lock();
    log("semaphore_fairness");
    co_await semaphore_fairness();
    log("semaphore_of_none");
    co_await semaphore_of_none();
    log("event_and_lock");
    co_await event_and_lock();
}

const Case kCase("sync_corners", main_);

}  // namespace
}  // namespace conformance::sync_corners
