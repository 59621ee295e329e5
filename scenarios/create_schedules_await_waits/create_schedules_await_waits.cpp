#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> job(std::string name, double delay) {
    print(name, "starts");
    co_await asyncio::sleep(delay);
    print(name, "is finished");
    co_return name;
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto awaits = p.get<std::string>("awaits");
    const auto pause = p.get<std::optional<double>>("pause");
    auto a = asyncio::create_task(job("A", p.get<double>("delay_a")), {.name = "A"});
    if (pause) co_await asyncio::sleep(*pause);
    auto b = asyncio::create_task(job("B", p.get<double>("delay_b")), {.name = "B"});
    print("both created");
    if (awaits == "a_then_b") {
        print("result", co_await a);
        print("result", co_await b);
    }
    if (awaits == "b_then_a") {
        print("result", co_await b);
        print("result", co_await a);
    }
    print("main ends");
}
