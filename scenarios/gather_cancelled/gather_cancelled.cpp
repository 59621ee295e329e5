#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> child(std::string name, double delay) {
    try {
        co_await asyncio::sleep(delay);
    } catch (const asyncio::CancelledError&) {
        print(name, "is cancelled");
        throw;
    }
    print(name, "is finished");
    co_return name;
}

Coroutine<> outer(asyncio::Task<std::string> a, asyncio::Task<std::string> b, Parameters p) {
    const auto limit = p.get<std::string>("cancel") == "timeout" ? std::optional(2.0) : std::nullopt;
    if (p.get<bool>("return_exceptions"))
        print("gather gives", co_await asyncio::wait_for(gather(a, b, asyncio::return_exceptions), limit));
    else
        print("gather gives", co_await asyncio::wait_for(gather(a, b), limit));
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto cancel = p.get<std::string>("cancel");
    auto a = asyncio::create_task(child("A", 1.5), {.name = "A"});
    auto b = asyncio::create_task(child("B", 4), {.name = "B"});
    auto waiting = asyncio::create_task(outer(a, b, p), {.name = "outer"});
    co_await asyncio::sleep(1);
    if (cancel == "child_a") a.cancel();
    if (cancel == "outer") waiting.cancel();
    try {
        co_await waiting;
    } catch (const asyncio::BaseException& error) {
        print("outer ends with", error.type_name());
    }
    co_await asyncio::sleep(4);
}
