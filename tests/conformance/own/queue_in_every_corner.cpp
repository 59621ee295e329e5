// Queues: timeouts in the same turn as an item, cancelled putters, shutdown with waiters, join by several.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_in_every_corner {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (const std::exception&) {
        log(what, err(std::current_exception()));
    }
}

template <class T>
std::vector<std::string> outcomes(const std::vector<asyncio::Task<T>>& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(outcome(task));
    return all;
}

Coroutine<> late_items() {
    const asyncio::Queue<std::string> queue;
    auto& loop = asyncio::get_running_loop();
    loop.call_later(1, asyncio::named("", [=] { queue.put_nowait("same instant"); }));
    co_await attempt("get", asyncio::wait_for(queue.get(), 1));
    log(queue);
    std::vector<asyncio::Task<std::string>> waiters;
    for (const char* name : {"G0", "G1", "G2"}) waiters.push_back(create_task(queue.get(), {.name = name}));
    co_await sleep(0);
    log(queue);
    queue.put_nowait("a");
    queue.put_nowait("b");
    {
        const bool cancelled = waiters[1].cancel("too late");
        const std::string got = queue.get_nowait();
        log(cancelled, got, queue);
    }
    co_await sleep(1);
    log(outcomes(waiters), queue);
    queue.put_nowait("c");
    queue.put_nowait("d");
    co_await asyncio::wait(waiters);
    log(outcomes(waiters), queue);
}

Coroutine<> full_queue() {
    const asyncio::Queue<int> queue(1);
    co_await queue.put(0);
    std::vector<asyncio::Task<>> putters;
    for (const int i : {1, 2, 3})
        putters.push_back(create_task(queue.put(i), {.name = "P" + std::to_string(i)}));
    co_await sleep(0);
    log(queue, queue.full());
    {
        const int got = queue.get_nowait();
        log(got, putters[0].cancel());
    }
    co_await sleep(0);
    co_await sleep(0);
    log(queue, outcomes(putters));
    co_await attempt("put", asyncio::wait_for(queue.put(4), 1));
    {
        const int first = co_await queue.get();
        const int second = co_await queue.get();
        log(first, second, queue);
    }
    co_await asyncio::wait(putters);
    try {
        queue.put_nowait(5);
        queue.put_nowait(6);
    } catch (const asyncio::QueueFull& exc) {
        log(err(exc), queue);
    }
}

Coroutine<> shut_down(bool immediate) {
    const asyncio::Queue<int> queue(2);
    std::vector<asyncio::Task<>> getters;
    for (const char* name : {"G0", "G1"})
        getters.push_back(create_task(attempt(name, queue.get()), {.name = name}));
    co_await sleep(0);
    for (const int i : {0, 1, 2}) co_await queue.put(i);
    const auto putter = create_task(attempt("P", queue.put(7)), {.name = "P"});
    const auto other = create_task(attempt("Q", queue.put(8)), {.name = "Q"});
    const auto joiner = create_task(queue.join(), {.name = "J"});
    co_await sleep(1);
    log(queue);
    other.cancel();
    queue.shutdown(immediate);
    log(queue);
    co_await asyncio::wait(putter);
    co_await attempt("put", queue.put(9));
    co_await attempt("get", queue.get());
    co_await attempt("get", queue.get());
    co_await attempt("get", queue.get());
    log(queue, outcome(joiner));
    try {
        for (int i = 0; i < 9; ++i) queue.task_done();
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    getters.insert(getters.begin(), joiner);
    co_await asyncio::wait(getters);
    log(queue, outcome(joiner));
    queue.shutdown(true);
    co_await queue.join();
}

Coroutine<> joined_by_several() {
    using Item = std::pair<int, std::string>;
    const asyncio::PriorityQueue<Item> queue;
    for (const Item& item : {Item(3, "c"), Item(1, "a"), Item(2, "b"), Item(1, "z")}) queue.put_nowait(item);
    std::vector<asyncio::Task<>> joiners;
    for (const char* name : {"J0", "J1", "J2"}) joiners.push_back(create_task(queue.join(), {.name = name}));
    co_await sleep(0);
    joiners[1].cancel();
    while (!queue.empty()) {
        log(co_await queue.get());
        queue.task_done();
    }
    queue.put_nowait(Item(0, "late"));
    co_await sleep(0);
    log(outcomes(joiners), queue);
    queue.get_nowait();
    queue.task_done();
    co_await asyncio::wait(joiners);
    log(outcomes(joiners));
}

Coroutine<> main_() {
    co_await late_items();
    co_await full_queue();
    co_await shut_down(false);
    co_await shut_down(true);
    co_await joined_by_several();
}

const Case kCase("queue_in_every_corner", main_);

}  // namespace
}  // namespace conformance::queue_in_every_corner
