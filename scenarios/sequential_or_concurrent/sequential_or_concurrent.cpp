#include "scenarios/scenario.h"

namespace {

const std::vector<std::string> kNames = {"A", "B", "C", "D", "E"};

Coroutine<> fetch(std::string name, double delay) {
    print("fetch", name);
    co_await asyncio::sleep(delay);
    print("got", name);
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto style = p.get<std::string>("style");
    const auto delay = p.get<double>("delay");
    const std::vector names(kNames.begin(), kNames.begin() + p.get<int>("count"));
    if (style == "await")
        for (const auto& name : names) co_await fetch(name, delay);
    if (style == "create_task_and_await")
        for (const auto& name : names) co_await asyncio::create_task(fetch(name, delay), {.name = name});
    if (style == "create_all_first") {
        std::vector<asyncio::Task<>> tasks;
        for (const auto& name : names)
            tasks.push_back(asyncio::create_task(fetch(name, delay), {.name = name}));
        for (auto& task : tasks) co_await task;
    }
    if (style == "gather") {
        std::vector<Coroutine<>> fetches;
        for (const auto& name : names) fetches.push_back(fetch(name, delay));
        co_await asyncio::gather(std::move(fetches));
    }
    if (style == "one_task_one_await") {
        auto task = asyncio::create_task(fetch("A", delay), {.name = "A"});
        co_await fetch("B", delay);
        co_await task;
    }
    print("all done");
}
