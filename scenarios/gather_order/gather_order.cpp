#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> work(std::string name, double delay) {
    print(name, "begins");
    co_await asyncio::sleep(delay);
    print(name, "ends");
    co_return name;
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto delay_a = p.get<double>("delay_a"), delay_b = p.get<double>("delay_b"), delay_c = p.get<double>("delay_c");
    const auto arguments = p.get<std::string>("arguments");
    if (arguments == "coroutines") {
        auto results = co_await asyncio::gather(work("A", delay_a), work("B", delay_b), work("C", delay_c));
        print(results);
    } else if (arguments == "tasks") {
        auto a = asyncio::create_task(work("A", delay_a), {.name = "A"});
        auto b = asyncio::create_task(work("B", delay_b), {.name = "B"});
        auto c = asyncio::create_task(work("C", delay_c), {.name = "C"});
        auto results = co_await asyncio::gather(a, b, c);
        print(results);
    } else if (arguments == "same_task_twice") {
        auto a = asyncio::create_task(work("A", delay_a), {.name = "A"});
        auto results = co_await asyncio::gather(a, work("B", delay_b), a);
        print(results);
    } else {
        auto results = co_await asyncio::gather();
        print(results);
    }
}
