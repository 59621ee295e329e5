#include "scenarios/scenario.h"

namespace {

using asyncio::Task;

Coroutine<std::string> work(bool fails) {
    co_await asyncio::sleep(2);
    if (fails) throw asyncio::ValueError("disk full");
    print("work is done");
    co_return "ok";
}

Coroutine<std::string> request(Task<std::string> inner) { co_return co_await asyncio::shield(inner); }

}  // namespace

Coroutine<> main(Parameters p) {
    const auto cancel = p.get<std::string>("cancel");
    auto inner = asyncio::create_task(work(p.get<bool>("work_fails")), {.name = "inner"});
    auto waiting = asyncio::create_task(request(inner), {.name = "request"});
    co_await asyncio::sleep(1);
    if (cancel == "inner") inner.cancel();
    if (cancel == "request") waiting.cancel();
    try {
        print("request:", co_await waiting);
    } catch (const asyncio::CancelledError&) {
        print("request: cancelled");
    } catch (const asyncio::ValueError& error) {
        print("request: ValueError:", error.what());
    }
    co_await asyncio::sleep(2);
    print("main ends");
}
