#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> work(double duration) {
    co_await asyncio::sleep(duration);
    co_return "ok";
}

Coroutine<> outer(auto awaited, double limit) {
    print("outer got", co_await asyncio::wait_for(std::move(awaited), limit));
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto race = p.get<std::string>("race");
    auto future = asyncio::get_running_loop().create_future<std::string>();
    asyncio::Task<> waiting;
    if (race == "limit")
        waiting = asyncio::create_task(outer(work(p.get<double>("work")), 2), {.name = "outer"});
    else
        waiting = asyncio::create_task(outer(future, 9), {.name = "outer"});
    if (race != "limit") co_await asyncio::sleep(1);
    if (race == "result_then_cancel") {
        future.set_result("ok");
        waiting.cancel();
    }
    if (race == "cancel_then_result") {
        waiting.cancel();
        if (!future.done()) future.set_result("ok");
    }
    try {
        co_await waiting;
    } catch (const asyncio::BaseException& error) {
        print("outer ends with", error.type_name());
    }
}
