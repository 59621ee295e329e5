#include "scenarios/scenario.h"

namespace {

using Items = asyncio::Queue<std::optional<int>>;

Coroutine<> producer(Items queue, std::optional<double> pause) {
    for (int item = 0; item < 4; ++item) {
        co_await queue.put(item);
        print("put", item);
        if (pause) co_await asyncio::sleep(*pause);
    }
    co_await queue.put(std::nullopt);
    print("producer is done");
}

Coroutine<> consumer(Items queue, double work) {
    while (true) {
        const auto item = co_await queue.get();
        if (!item) break;
        print("got", *item);
        co_await asyncio::sleep(work);
    }
    print("consumer is done");
}

}  // namespace

Coroutine<> bounded_queue(Parameters p) {
    Items queue(p.get<int>("maxsize"));
    const auto pause = p.get<std::optional<double>>("pause");
    auto make = asyncio::create_task(producer(queue, pause), {.name = "producer"});
    auto use = asyncio::create_task(consumer(queue, p.get<double>("work")), {.name = "consumer"});
    co_await make;
    co_await use;
}
