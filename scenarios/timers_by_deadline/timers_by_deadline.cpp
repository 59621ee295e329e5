#include "scenarios/scenario.h"

namespace {

Coroutine<> sleeper(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    print(name, "wakes up");
}

}  // namespace

Coroutine<> main(Parameters p) {
    const double delays[] = {p.get<double>("delay_a"), p.get<double>("delay_b"), p.get<double>("delay_c")};
    std::vector<asyncio::Task<>> tasks;
    for (int number = 0; number < p.get<int>("tasks"); ++number) {
        std::string name(1, "ABCDEFGH"[number]);
        tasks.push_back(asyncio::create_task(sleeper(name, delays[number % 3]), {.name = name}));
    }
    for (auto& task : tasks) co_await task;
    print("end");
}
