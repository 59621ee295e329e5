#include "scenarios/scenario.h"

namespace {

using asyncio::Lock;

Coroutine<> worker(std::string name, Lock first, Lock second, std::optional<double> pause) {
    co_await asyncio::async_with(first, [&]() -> Coroutine<> {
        print(name, "has its first lock");
        if (pause) co_await asyncio::sleep(*pause);
        co_await asyncio::async_with(second, [&]() -> Coroutine<> {
            print(name, "has both");
            co_return;
        });
    });
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto pause = p.get<std::optional<double>>("pause");
    Lock x, y;
    auto a = asyncio::create_task(worker("A", x, y, pause), {.name = "A"});
    auto for_b = p.get<bool>("same_order") ? worker("B", x, y, pause) : worker("B", y, x, pause);
    auto b = asyncio::create_task(std::move(for_b), {.name = "B"});
    try {
        co_await asyncio::wait_for(asyncio::gather(a, b), p.get<std::optional<double>>("limit"));
        print("both are done");
    } catch (const asyncio::TimeoutError&) {
        print("TimeoutError");
    }
}
