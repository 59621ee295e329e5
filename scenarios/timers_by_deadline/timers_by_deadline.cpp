#include "scenarios/scenario.h"

namespace {

Coroutine<> sleeper(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    print(name, "wakes up");
}

}  // namespace

Coroutine<> timers_by_deadline(Parameters p) {
    auto a = asyncio::create_task(sleeper("A", p.get<double>("delay_a")), {.name = "A"});
    auto b = asyncio::create_task(sleeper("B", p.get<double>("delay_b")), {.name = "B"});
    auto c = asyncio::create_task(sleeper("C", p.get<double>("delay_c")), {.name = "C"});
    for (auto& task : {a, b, c}) co_await task;
    print("end");
}
