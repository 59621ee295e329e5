#include "scenarios/scenario.h"

namespace {

Coroutine<> producer(asyncio::Queue<int> queue, asyncio::Event stop) {
    for (int item = 0; !stop.is_set(); ++item) {
        co_await queue.put(item);
        print("accepted", item);
        co_await asyncio::sleep(1);
    }
}

Coroutine<> worker(asyncio::Queue<int> queue, std::string name, Parameters p) {
    while (true) try {
            const int item = co_await queue.get();
            co_await asyncio::sleep(p.get<double>("job"));
            print(name, "has done", item);
            queue.task_done();
        } catch (const asyncio::CancelledError&) {
            if (!p.get<bool>("stubborn")) throw;
        }
}

}  // namespace

Coroutine<> graceful_shutdown(Parameters p) {
    asyncio::Queue<int> queue;
    asyncio::Event stop;
    auto making = asyncio::create_task(producer(queue, stop), {.name = "producer"});
    auto first = asyncio::create_task(worker(queue, "W1", p), {.name = "W1"});
    auto second = asyncio::create_task(worker(queue, "W2", p), {.name = "W2"});
    co_await asyncio::sleep(2.5);
    try {
        if (p.get<std::string>("order") == "polite") {
            stop.set();
            co_await making;
            co_await asyncio::wait_for(queue.join(), p.get<std::optional<double>>("grace"));
        }
    } catch (const asyncio::TimeoutError&) {
        print("no more patience");
    }
    for (auto& task : {making, first, second}) task.cancel();
    co_await asyncio::gather(making, first, second, asyncio::return_exceptions);
    print("left in the queue:", queue.qsize());
}
