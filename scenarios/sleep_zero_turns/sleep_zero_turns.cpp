#include "scenarios/scenario.h"

namespace {

Coroutine<> worker(std::string name, int steps, std::optional<double> delay) {
    for (int number = 0; number < steps; ++number) {
        print(name, number);
        if (delay) co_await asyncio::sleep(*delay);
    }
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto steps = p.get<int>("steps");
    const auto delay = p.get<std::optional<double>>("delay");
    std::vector<asyncio::Task<>> tasks;
    for (const char letter : std::string("ABCD").substr(0, static_cast<std::size_t>(p.get<int>("workers")))) {
        const std::string name(1, letter);
        tasks.push_back(asyncio::create_task(worker(name, steps, delay), {.name = name}));
    }
    for (auto& task : tasks) co_await task;
}
