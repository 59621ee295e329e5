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

Coroutine<> gather_first_error(Parameters p) {
    auto a = good("A", 3), b = bad("B", 1);
    auto c = p.get<bool>("c_fails") ? bad("C", 2) : good("C", 2);
    try {
        if (p.get<bool>("return_exceptions")) {
            auto results = co_await asyncio::gather(std::move(a), std::move(b), std::move(c),
                                                    asyncio::return_exceptions);
            print(results);
        } else {
            auto results = co_await asyncio::gather(std::move(a), std::move(b), std::move(c));
            print(results);
        }
    } catch (const asyncio::ValueError& error) {
        print("caught", repr(error));
    }
    if (p.get<bool>("stay")) co_await asyncio::sleep(5);
    print("main ends");
}
