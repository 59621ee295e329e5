// Queue.shutdown(): puts fail at once, gets once it is empty; all who wait are woken (3.13+).
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_shutdown {
namespace {

using Queue = asyncio::Queue<std::string>;

asyncio::Coroutine<> getter(std::string name, Queue queue) {
    try {
        for (;;) {
            log(name, "got", co_await queue.get());
            queue.task_done();
        }
    } catch (const asyncio::QueueShutDown&) {
        log(name, "QueueShutDown");
    }
}

asyncio::Coroutine<> putter(std::string name, Queue queue) {
    try {
        co_await queue.put(name);
    } catch (const asyncio::QueueShutDown&) {
        log(name, "QueueShutDown");
    }
}

asyncio::Coroutine<> main_() {
    Queue queue(2);
    const auto waiting = asyncio::create_task(getter("waiting", queue), {.name = "waiting"});
    co_await asyncio::sleep(1);
    queue.shutdown();
    co_await waiting;
    try {
        queue.get_nowait();
    } catch (const asyncio::QueueShutDown&) {
        log("get_nowait QueueShutDown");
    }

    queue = Queue(2);
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"p1", "p2", "p3"})
        tasks.push_back(asyncio::create_task(putter(name, queue), {.name = name}));
    co_await asyncio::sleep(1);
    queue.shutdown();
    log("shut down, size", queue.qsize());
    tasks.push_back(asyncio::create_task(getter("late", queue), {.name = "late"}));
    co_await queue.join();
    log("joined");
    co_await asyncio::wait(tasks);
    try {
        queue.put_nowait("x");
    } catch (const asyncio::QueueShutDown&) {
        log("put_nowait QueueShutDown");
    }
}

const Case kCase("queue_shutdown", main_);

}  // namespace
}  // namespace conformance::queue_shutdown
