#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> good(std::string name, double delay) {
    try {
        co_await asyncio::sleep(delay);
    } catch (const asyncio::CancelledError&) {
        print(name, "is cancelled");
        throw;
    }
    print(name, "ends");
    co_return name;
}

Coroutine<std::string> bad(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    print(name, "fails");
    throw asyncio::ValueError(name);
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto a = asyncio::create_task(good("A", 3), {.name = "A"});
    auto b = asyncio::create_task(bad("B", 1), {.name = "B"});
    auto c = asyncio::create_task(p.get<bool>("c_fails") ? bad("C", 2) : good("C", 2), {.name = "C"});
    try {
        if (p.get<bool>("return_exceptions"))
            print(co_await asyncio::gather(a, b, c, asyncio::return_exceptions));
        else
            print(co_await asyncio::gather(a, b, c));
    } catch (const asyncio::ValueError& error) {
        print("caught", repr(error));
    }
    if (p.get<bool>("stay")) co_await asyncio::sleep(5);
    print("main ends");
}
