#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> work(double duration) {
    print("work begins");
    try {
        co_await asyncio::sleep(duration);
    } catch (const asyncio::CancelledError&) {
        print("work is cancelled");
        throw;
    }
    print("work ends");
    co_return "result";
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto duration = p.get<double>("duration");
    const auto limit = p.get<std::optional<double>>("limit");
    try {
        if (p.get<bool>("shield")) {
            auto task = asyncio::create_task(work(duration), {.name = "work"});
            auto result = co_await asyncio::wait_for(asyncio::shield(task), limit);
            print(result);
        } else {
            auto result = co_await asyncio::wait_for(work(duration), limit);
            print(result);
        }
    } catch (const asyncio::TimeoutError&) {
        print("too late");
    }
    co_await asyncio::sleep(5);
    print("main ends");
}
