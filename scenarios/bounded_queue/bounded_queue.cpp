#include "scenarios/scenario.h"

namespace {

using Items = asyncio::Queue<std::optional<int>>;

Coroutine<> producer(Items queue, int consumers, std::optional<double> pause) {
    for (int item = 0; item < 4; ++item) {
        co_await queue.put(item);
        print("put", item);
        if (pause) co_await asyncio::sleep(*pause);
    }
    for (int i = 0; i < consumers; ++i) co_await queue.put(std::nullopt);
    print("producer is done");
}

Coroutine<> consumer(Items queue, std::string name, double work) {
    while (true) {
        const auto item = co_await queue.get();
        if (!item) break;
        print(name, "got", *item);
        co_await asyncio::sleep(work);
    }
    print(name, "is done");
}

}  // namespace

Coroutine<> main(Parameters p) {
    Items queue(p.get<int>("maxsize"));
    const auto consumers = p.get<int>("consumers");
    const auto pause = p.get<std::optional<double>>("pause");
    std::vector<asyncio::Task<>> tasks;
    tasks.push_back(asyncio::create_task(producer(queue, consumers, pause), {.name = "producer"}));
    for (int number = 1; number <= consumers; ++number) {
        const auto name = "consumer " + std::to_string(number);
        tasks.push_back(asyncio::create_task(consumer(queue, name, p.get<double>("work")), {.name = name}));
    }
    co_await asyncio::gather(tasks);
}
