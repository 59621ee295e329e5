#include "scenarios/scenario.h"

namespace {

using Items = asyncio::Queue<int>;

Coroutine<> worker(Items queue, std::string name, std::string task_done) {
    while (true) {
        const int item = co_await queue.get();
        print(name, "takes", item);
        co_await asyncio::sleep(1);
        if (task_done == "after_an_error" && item == 1) throw asyncio::ValueError("cannot read item 1");
        if (task_done != "never") queue.task_done();
        if (task_done == "twice" && item == 2) {
            try {
                queue.task_done();
            } catch (const asyncio::ValueError& error) {
                print("ValueError:", error.what());
            }
        }
    }
}

}  // namespace

Coroutine<> main(Parameters p) {
    Items queue;
    for (int item = 0; item < 3; ++item) queue.put_nowait(item);
    std::vector<asyncio::Task<>> workers;
    for (const std::string name : {"A", "B", "C"}) {
        if (static_cast<int>(workers.size()) == p.get<int>("workers")) break;
        auto work = worker(queue, name, p.get<std::string>("task_done"));
        workers.push_back(asyncio::create_task(std::move(work), {.name = name}));
    }
    co_await queue.join();
    print("join() returns");
    for (auto& task : workers) task.cancel();
}
