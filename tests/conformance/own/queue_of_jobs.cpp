// Queues, locks, conditions and barriers: what they give back, print and refuse, with values that are no
// text.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_of_jobs {
namespace {

using namespace asyncio;

struct Job {
    int priority = 0;
    std::string name;
    bool operator<(const Job& other) const { return priority < other.priority; }
    std::string repr() const { return "Job(" + std::to_string(priority) + ", " + asyncio::repr(name) + ")"; }
};

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

template <class T>
Coroutine<> consumer(std::string name, Queue<T> queue) {
    while (true) {
        T item;
        try {
            item = co_await queue.get();
        } catch (const QueueShutDown& exc) {
            log(name, "ends", exc.repr(), queue.qsize());
            co_return;
        }
        log(name, item);
        co_await sleep(1);
        queue.task_done();
    }
}

Coroutine<std::optional<int>> waits(Condition condition, std::shared_ptr<std::vector<int>> state) {
    co_return co_await async_with(condition, [&]() -> Coroutine<std::optional<int>> {
        auto value = co_await condition.wait_for([&] {
            return state->size() > 1 ? std::optional(static_cast<int>(state->size())) : std::nullopt;
        });
        log("woken with", value);
        co_return value;
    });
}

Coroutine<std::optional<int>> party(Barrier barrier, std::string name, double delay) {
    co_await sleep(delay);
    try {
        co_return co_await async_with(barrier, [&](int position) -> Coroutine<int> {
            log(name, "at", position, barrier.n_waiting(), barrier);
            co_return position;
        });
    } catch (const BrokenBarrierError& exc) {
        log(name, err(exc), barrier.broken());
    }
    co_return std::nullopt;
}

Coroutine<> main_() {
    PriorityQueue<Job> jobs;
    const std::vector<Job> all{{3, "c"}, {1, "a"}, {2, "b"}, {1, "a2"}};
    for (const Job& job : all) jobs.put_nowait(job);
    const auto size = jobs.qsize();
    const Job first_job = jobs.get_nowait();
    log(size, first_job, jobs.empty(), jobs.full());
    PriorityQueue<std::pair<int, std::string>> pairs(2);
    co_await pairs.put(std::pair(2, "two"));
    co_await pairs.put(std::pair(1, "one"));
    auto putter = create_task(pairs.put(std::pair(0, "zero")), {.name = "putter"});
    co_await sleep(0);
    const bool full_now = pairs.full();
    const auto one = co_await pairs.get();
    const bool done_now = putter.done();
    const auto two = co_await pairs.get();
    const auto zero = co_await pairs.get();
    log(full_now, one, done_now, two, zero, putter.done());
    LifoQueue<std::vector<int>> stack;
    const std::vector<std::vector<int>> lists{{1}, {2, 3}, {}};
    for (const auto& item : lists) co_await stack.put(item);
    const auto top = co_await stack.get();
    log(top, stack.get_nowait(), stack.maxsize());

    Queue<int> queue(2);
    std::vector<Task<>> consumers;
    for (const char* name : {"c1", "c2"})
        consumers.push_back(create_task(consumer(name, queue), {.name = name}));
    std::vector<Coroutine<>> puts;
    for (int i = 0; i < 6; ++i) puts.push_back(queue.put(i));
    auto producer = gather(std::move(puts));
    auto joined = create_task(queue.join(), {.name = "join"});
    co_await producer;
    log("all put", queue);
    co_await joined;
    log("all done");
    queue.put_nowait(98);
    queue.put_nowait(99);
    queue.shutdown();
    co_await attempt("put", queue.put(7));
    co_await gather(consumers);
    co_await attempt("get", queue.get());
    co_await attempt("join", queue.join());
    try {
        queue.task_done();
    } catch (const ValueError& exc) {
        log(err(exc));
    }

    Queue<int> full(1);
    full.put_nowait(1);
    std::vector<Task<>> putters;
    for (int i : {2, 3}) putters.push_back(create_task(full.put(i), {.name = "p" + std::to_string(i)}));
    co_await sleep(0);
    log(full);
    full.shutdown(true);
    co_await wait(putters);
    log(std::vector{outcome(putters[0]), outcome(putters[1])}, full, full.empty());
    co_await attempt("get", full.get());
    co_await attempt("join", full.join());

    Lock lock;
    const bool got = co_await lock.acquire();
    log(got, lock.locked(), lock);
    co_await attempt("acquire", wait_for(lock.acquire(), 1));
    lock.release();
    try {
        lock.release();
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    co_await async_with(lock, []() -> Coroutine<> {
        log(None());
        co_return;
    });

    Condition condition;
    const auto state = std::make_shared<std::vector<int>>();
    auto waiting = create_task(waits(condition, state), {.name = "waiting"});
    for (int i = 0; i < 3; ++i) {
        co_await sleep(1);
        co_await async_with(condition, [&]() -> Coroutine<> {
            state->push_back(i);
            condition.notify();
            co_return;
        });
    }
    const auto woken = co_await waiting;
    log(woken, condition.locked());
    Condition shared(lock);
    co_await async_with(lock, [&]() -> Coroutine<> {
        log(shared.locked(), shared);
        shared.notify_all();
        co_await attempt("wait", wait_for(shared.wait(), 1));
        log(lock.locked());
    });

    BoundedSemaphore semaphore(2);
    const bool first = co_await semaphore.acquire();
    const bool locked = semaphore.locked();
    const bool second = co_await semaphore.acquire();
    log(first, locked, second, semaphore.locked(), semaphore);
    co_await attempt("third", wait_for(semaphore.acquire(), 1));
    semaphore.release();
    semaphore.release();
    try {
        semaphore.release();
    } catch (const ValueError& exc) {
        log(err(exc));
    }

    Barrier barrier(3);
    log(co_await gather(party(barrier, "p0", 0), party(barrier, "p1", 1), party(barrier, "p2", 2)));
    auto parties = gather(party(barrier, "x", 0), party(barrier, "y", 1));
    co_await sleep(2);
    log(barrier.n_waiting(), barrier);
    co_await barrier.abort();
    log(co_await parties, barrier);
    co_await attempt("broken", barrier.wait());
    co_await barrier.reset();
    log(barrier, barrier.parties());
    Event event;
    std::vector<Task<bool>> waiters;
    for (int i = 0; i < 2; ++i)
        waiters.push_back(create_task(event.wait(), {.name = "w" + std::to_string(i)}));
    co_await sleep(0);
    waiters[0].cancel();
    const bool was = event.is_set();
    event.set();
    log(event, was, None(), event);
    co_await wait(waiters);
    const bool set = co_await event.wait();
    log(std::vector{outcome(waiters[0]), outcome(waiters[1])}, set);
}

const Case kCase("queue_of_jobs", main_);

}  // namespace
}  // namespace conformance::queue_of_jobs
