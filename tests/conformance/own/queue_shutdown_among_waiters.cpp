// Queue.shutdown() while getters, putters and joiners wait, some of them cancelled or out of time in that
// very turn.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_shutdown_among_waiters {
namespace {

using namespace asyncio;

template <class T>
Coroutine<> attempt(std::string label, Coroutine<T> awaitable) {
    try {
        log(label, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(label, err(std::current_exception()));
    }
}

template <class T>
Task<> start(std::string label, Coroutine<T> awaitable) {
    return create_task(attempt(label, std::move(awaitable)), {.name = label});
}

template <class F>
void at_once(const char* label, F function) {
    try {
        if constexpr (std::is_void_v<decltype(function())>) {
            function();
            log(label, "gave", None());
        } else {
            log(label, "gave", function());
        }
    } catch (const Exception& exc) {
        log(label, err(exc));
    }
}

Coroutine<> getters(bool immediate) {
    Queue<std::string> queue;
    std::vector<Task<>> tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(start("get " + std::to_string(i), queue.get()));
    tasks.push_back(start("limited", wait_for(queue.get(), 1)));
    co_await sleep(1);
    queue.put_nowait("only one");
    tasks[1].cancel();
    queue.shutdown(immediate);
    log(queue);
    co_await wait(tasks);
    at_once("get_nowait", [&] { return queue.get_nowait(); });
    at_once("put_nowait", [&] { queue.put_nowait("1"); });
    co_await attempt("join", wait_for(queue.join(), 1));
    at_once("task_done", [&] { queue.task_done(); });
    at_once("task_done", [&] { queue.task_done(); });
    log(queue, queue.empty(), queue.full());
}

Coroutine<> putters(bool immediate) {
    PriorityQueue<int> queue(2);
    for (const int item : {5, 3}) queue.put_nowait(item);
    std::vector<Task<>> tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(start("put " + std::to_string(i), queue.put(i)));
    co_await sleep(1);
    at_once("get_nowait", [&] { return queue.get_nowait(); });
    queue.shutdown(immediate);
    tasks[2].cancel();
    co_await wait(tasks);
    log(queue, queue.qsize());
    for (int i = 0; i < 3; ++i) co_await attempt("get", queue.get());
    log(queue);
}

Coroutine<> joiners(bool immediate) {
    LifoQueue<std::string> queue;
    for (const char* item : {"a", "b", "c"}) queue.put_nowait(item);
    std::vector<Task<>> tasks;
    for (int i = 0; i < 2; ++i) tasks.push_back(start("join " + std::to_string(i), queue.join()));
    co_await sleep(1);
    log(queue.get_nowait());
    queue.shutdown(immediate);
    queue.shutdown();
    co_await sleep(1);
    log(queue);
    queue.task_done();
    while (!queue.empty()) {
        co_await attempt("get", queue.get());
        queue.task_done();
    }
    co_await wait(tasks);
    queue.shutdown(true);
    at_once("task_done", [&] { queue.task_done(); });
}

Coroutine<> worker(std::string name, Queue<int> queue) {
    try {
        while (true) {
            const int item = co_await queue.get();
            co_await sleep(item);
            log(name, "did", item);
            queue.task_done();
        }
    } catch (const QueueShutDown& exc) {
        log(name, "ends", err(exc), repr(exc));
    }
}

Coroutine<> pool() {
    Queue<int> queue(2);
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        for (const std::string name : {"x", "y", "z"}) group.create_task(worker(name, queue), {.name = name});
        for (const int item : {1, 2, 1, 3, 1}) co_await queue.put(item);
        queue.shutdown();
        log("shut down", queue);
        co_await queue.join();
        log("joined");
    });
    log(queue);
}

Coroutine<> main_() {
    for (const bool immediate : {false, true}) {
        log("getters", immediate);
        co_await getters(immediate);
    }
    for (const bool immediate : {false, true}) {
        log("putters", immediate);
        co_await putters(immediate);
    }
    for (const bool immediate : {false, true}) {
        log("joiners", immediate);
        co_await joiners(immediate);
    }
    co_await pool();
}

const Case kCase("queue_shutdown_among_waiters", main_);

}  // namespace
}  // namespace conformance::queue_shutdown_among_waiters
