// Eager tasks with each primitive: what does not have to wait is done inside of create_task().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_primitives {
namespace {

using namespace asyncio;

template <class L>
Coroutine<> holds(std::string name, L lock, double seconds) {
    co_await async_with(lock, [&]() -> Coroutine<> {
        log(name, "has it");
        co_await sleep(seconds);
    });
    log(name, "gave it back");
}

Coroutine<std::string> gets(std::string name, Queue<std::string> queue) {
    const auto item = co_await queue.get();
    log(name, "got", item);
    queue.task_done();
    co_return item;
}

Coroutine<> waits(std::string name, Condition condition) {
    co_await async_with(condition, [&]() -> Coroutine<> {
        log(name, "waits");
        log(name, co_await condition.wait());
    });
}

Coroutine<int> meets(std::string name, Barrier barrier) {
    const int index = co_await barrier.wait();
    log(name, "is", index);
    co_return index;
}

Coroutine<> fails(std::string name) {
    log(name, "fails");
    throw ValueError(name);
    co_return;
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.set_task_factory(eager_task_factory);
    Lock lock;
    std::vector<Task<>> tasks;
    for (const char* name : {"A", "B", "C"})
        tasks.push_back(create_task(holds(name, lock, 1), {.name = name}));
    std::vector<bool> done;
    for (auto& task : tasks) done.push_back(task.done());
    log(lock.locked(), done);
    co_await gather(tasks);

    Semaphore semaphore(2);
    tasks.clear();
    for (const char* name : {"s1", "s2", "s3"})
        tasks.push_back(create_task(holds(name, semaphore, 1), {.name = name}));
    tasks[2].cancel("not you");
    log(co_await gather(tasks, return_exceptions));

    Queue<std::string> queue(1);
    auto first = create_task(gets("first", queue), {.name = "first"});
    auto put = create_task(queue.put("one"), {.name = "put one"});
    log(first.done(), put.done(), queue.qsize());
    auto more = create_task(queue.put("two"), {.name = "put two"});
    log(more.done(), queue.full());
    auto second = create_task(gets("second", queue), {.name = "second"});
    const auto a = co_await first;
    const auto b = co_await second;
    log(a, b, None(), more.done());
    co_await create_task(queue.join(), {.name = "join"});

    Condition condition;
    tasks.clear();
    for (const char* name : {"c1", "c2"})
        tasks.push_back(create_task(waits(name, condition), {.name = name}));
    Task<> third;
    co_await async_with(condition, [&]() -> Coroutine<> {
        condition.notify_all();
        third = create_task(waits("c3", condition), {.name = "c3"});
        co_return;
    });
    co_await wait(tasks);
    log(outcome(third));
    third.cancel();
    co_await wait(third);
    log(outcome(third), condition.locked());

    Barrier barrier(2);
    auto b1 = create_task(meets("b1", barrier), {.name = "b1"});
    auto b2 = create_task(meets("b2", barrier), {.name = "b2"});
    log(b1.done(), b2.done(), barrier.n_waiting());
    co_await b1;
    log(outcome(b1), outcome(b2));

    Event event;
    auto waiting = create_task(event.wait(), {.name = "event"});
    event.set();
    log(waiting.done(), co_await event.wait(), co_await waiting);
    log(create_task(event.wait(), {.name = "set already"}).done());

    std::exception_ptr error;
    Task<> slow;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            slow = group.create_task(sleep(10), {.name = "slow"});
            auto failed = group.create_task(fails("at once"), {.name = "failed"});
            log(failed.done(), slow.cancelling(), current_task().cancelling());
            try {
                group.create_task(fails("never"), {.name = "never"});
            } catch (const RuntimeError& exc) {
                log(err(exc).substr(0, 30));
            }
            co_await sleep(5);
            log("not reached");
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<ValueError>([&](const auto& exc) {
                    log(err(exc), slow.cancelled(), current_task().cancelling());
                }));

    try {
        co_await async_with(timeout(1), [&]() -> Coroutine<> {
            co_await create_task(holds("in time", lock, 0.5), {.name = "in time"});
            log(None());
            co_await create_task(holds("late", lock, 5), {.name = "late"});
        });
    } catch (const TimeoutError& exc) {
        log(exc.repr(), lock.locked());
    }

    log(co_await gather(fails("g1"), sleep(1, "slept"), queue.put("3"), return_exceptions));
    auto [finished, pending] = co_await wait(ensure_future(gets("ensured", queue)), create_task(fails("w")));
    std::vector<std::string> outcomes;
    for (auto& task : finished) outcomes.push_back(outcome(task));
    std::sort(outcomes.begin(), outcomes.end());
    log(outcomes, pending.size());
    try {
        co_await wait_for(fails("limited"), 1);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    auto inner = shield(gets("shielded", queue));
    queue.put_nowait("for the shield");
    log(inner.done(), co_await inner);
    for (auto next_one : as_completed(sleep(2, "two"), sleep(1, "one"), gets("item", queue))) {
        try {
            queue.put_nowait("x");
        } catch (const QueueFull& exc) {
            log(exc.repr());
        }
        log(co_await next_one);
    }
}

const Case kCase("eager_primitives", main_);

}  // namespace
}  // namespace conformance::eager_primitives
