// Conditions notified with cancellations, barriers aborted and reset while they drain, priority queues of
// tuples.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::sync_cancelled_and_reset {
namespace {

using namespace asyncio;

Coroutine<> waiter(Condition cond, std::string name) {
    co_await async_with(cond, [&]() -> Coroutine<> {
        try {
            co_await cond.wait();
            log(name, "woken", cond.locked());
        } catch (const CancelledError& exc) {
            log(name, "cancelled", err(exc), cond.locked());
            throw;
        }
    });
}

Coroutine<> conditions() {
    Condition cond;
    std::vector<Task<>> tasks;
    for (std::string n : {"a", "b", "c", "d"}) tasks.push_back(create_task(waiter(cond, n), {.name = n}));
    co_await asyncio::sleep(0);
    co_await async_with(cond, [&]() -> Coroutine<> {
        cond.notify(2);
        tasks[0].cancel("too late");
        log(cond);
        co_return;
    });
    co_await asyncio::sleep(0);
    co_await asyncio::sleep(0);
    std::vector<std::string> outcomes;
    for (auto& t : tasks) outcomes.push_back(outcome(t));
    log(outcomes);
    co_await async_with(cond, [&]() -> Coroutine<> {
        cond.notify_all();
        co_return;
    });
    log(co_await gather(tasks, return_exceptions));
    try {
        cond.notify();
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    try {
        cond.notify_all();
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    try {
        cond.release();
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    try {
        co_await cond.wait();
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    Lock lock;
    Condition shared(lock);
    co_await async_with(lock, [&]() -> Coroutine<> {
        log(shared.locked(), co_await wait_for(shared.wait_for([] { return 5; }), 1));
        try {
            co_await wait_for(shared.wait_for([] { return false; }), 1);
        } catch (const TimeoutError&) {
            log("never true", lock.locked());
        }
    });
}

Coroutine<std::string> party(Barrier barrier, std::string name, double delay = 0) {
    co_await asyncio::sleep(delay);
    try {
        co_await async_with(barrier, [&](int position) -> Coroutine<> {
            log(name, "at", position, barrier.n_waiting(), barrier);
            co_await asyncio::sleep(0);
        });
    } catch (const BrokenBarrierError& exc) {
        log(name, err(exc), barrier.broken());
    }
    co_return name;
}

Coroutine<> barriers() {
    Barrier barrier(3);
    std::vector<Task<std::string>> tasks;
    for (std::string n : {"x", "y", "z"}) tasks.push_back(create_task(party(barrier, n), {.name = n}));
    co_await asyncio::sleep(0);
    co_await asyncio::sleep(0);
    co_await barrier.reset();
    log("reset while draining", barrier);
    auto late = create_task(party(barrier, "late"), {.name = "late"});
    log(co_await gather(tasks));
    co_await asyncio::sleep(0);
    log(barrier.n_waiting(), outcome(late));
    co_await barrier.abort();
    auto l = co_await late;
    log(l, barrier);
    co_await party(barrier, "after");
    co_await barrier.reset();
    tasks.clear();
    int i = 0;
    for (std::string n : {"u", "v", "w"}) tasks.push_back(create_task(party(barrier, n, i++), {.name = n}));
    co_await asyncio::sleep(0.5);
    tasks[0].cancel();
    co_await asyncio::sleep(2);
    std::vector<std::string> outcomes;
    for (auto& t : tasks) outcomes.push_back(outcome(t));
    log(outcomes, barrier.n_waiting());
    co_await barrier.abort();
    auto results = co_await gather(tasks, return_exceptions);
    log(results, repr(barrier));
}

Coroutine<> queues() {
    PriorityQueue<std::tuple<int, std::string>> queue(3);
    for (auto& item : std::vector<std::tuple<int, std::string>>{{2, "b"}, {1, "z"}, {1, "a"}})
        queue.put_nowait(item);
    log(queue);
    auto putter = create_task(queue.put({0, "first"}), {.name = "putter"});
    co_await asyncio::sleep(0);
    auto got = co_await queue.get();
    log(got, queue.full(), queue);
    co_await asyncio::sleep(0);
    queue.shutdown();
    log(outcome(putter), queue.qsize(), queue);
    while (true) {
        try {
            log(queue.get_nowait());
            queue.task_done();
        } catch (const QueueShutDown& exc) {
            log(err(exc));
            break;
        }
    }
    auto joiner = create_task(queue.join(), {.name = "joiner"});
    co_await asyncio::sleep(0);
    joiner.cancel("enough");
    co_await wait(joiner);
    log(outcome(joiner), 1);
    try {
        for (int i = 0; i < 3; ++i) queue.task_done();
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    co_await queue.join();
    log("joined");
}

Coroutine<> main_() {
    co_await conditions();
    co_await barriers();
    co_await queues();
    try {
        Barrier(0);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    try {
        Semaphore(-1);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    try {
        BoundedSemaphore(-2);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
}

const Case kCase("sync_cancelled_and_reset", main_);

}  // namespace
}  // namespace conformance::sync_cancelled_and_reset
