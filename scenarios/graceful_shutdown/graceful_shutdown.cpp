#include "scenarios/scenario.h"

namespace {

Coroutine<> producer(asyncio::Queue<int> queue) {
    for (int item = 0; item < 10; ++item) {
        co_await queue.put(item);
        print("accepted", item);
        co_await asyncio::sleep(1);
    }
}

Coroutine<> worker(asyncio::Queue<int> queue, std::string name, double job) {
    while (true) {
        const int item = co_await queue.get();
        co_await asyncio::sleep(job);
        print(name, "has done", item);
        queue.task_done();
    }
}

}  // namespace

Coroutine<> main(Parameters p) {
    asyncio::Queue<int> queue;
    auto making = asyncio::create_task(producer(queue), {.name = "producer"});
    auto first = asyncio::create_task(worker(queue, "W1", p.get<double>("job")), {.name = "W1"});
    auto second = asyncio::create_task(worker(queue, "W2", p.get<double>("job")), {.name = "W2"});
    co_await asyncio::sleep(2.5);
    making.cancel();
    try {
        if (p.get<std::string>("order") == "polite")
            co_await asyncio::wait_for(queue.join(), p.get<std::optional<double>>("grace"));
    } catch (const asyncio::TimeoutError&) {
        print("no more patience");
    }
    for (auto& task : {first, second}) task.cancel();
    co_await asyncio::gather(making, first, second, asyncio::return_exceptions);
    print("left in the queue:", queue.qsize());
}
