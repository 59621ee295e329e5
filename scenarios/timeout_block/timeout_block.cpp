#include "scenarios/scenario.h"

namespace {

Coroutine<> step(std::string name, double duration) {
    try {
        co_await asyncio::sleep(duration);
        print(name, "is done");
    } catch (const asyncio::CancelledError&) {
        print(name, "sees CancelledError");
        throw;
    }
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto duration = p.get<double>("step");
    const auto reschedule = p.get<std::optional<double>>("reschedule");
    auto& loop = asyncio::get_running_loop();
    const auto both_steps = [&](asyncio::Timeout& scope) -> Coroutine<> {
        try {
            co_await step("first step", duration);
            if (reschedule) scope.reschedule(loop.time() + *reschedule);
            co_await step("second step", duration);
        } catch (const asyncio::CancelledError&) {
            print("inside the block: CancelledError");
            if (p.get<std::string>("caught") == "outside") throw;
        }
    };
    try {
        co_await asyncio::async_with(asyncio::timeout(p.get<double>("limit")), both_steps);
    } catch (const asyncio::TimeoutError&) {
        print("outside the block: TimeoutError");
    }
    print("main ends");
}
