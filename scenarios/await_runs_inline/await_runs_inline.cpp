#include "scenarios/scenario.h"

namespace {

Coroutine<> other() {
    print("other");
    co_return;
}

Coroutine<> compute(std::optional<double> sleeps, bool takes) {
    print("compute");
    if (takes) {
        asyncio::Queue<int> queue;
        for (int number = 0; number < 4; ++number) queue.put_nowait(number);
        while (!queue.empty()) print("took", co_await queue.get());
    }
    if (sleeps) co_await asyncio::sleep(*sleeps);
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto task = asyncio::create_task(other(), {.name = "other"});
    co_await compute(p.get<std::optional<double>>("compute_sleeps"), p.get<bool>("takes"));
    print("after");
    co_await asyncio::sleep(0);
    print("end");
    co_await task;
}
