#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> work(bool fails) {
    try {
        co_await asyncio::sleep(2);
    } catch (const asyncio::CancelledError&) {
        print("work is cancelled");
        throw;
    }
    if (fails) throw asyncio::ValueError("work fails");
    co_return "result";
}

Coroutine<std::string> waits(bool fails, double limit) {
    co_return co_await asyncio::wait_for(work(fails), limit);
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto cancel_at = p.get<std::optional<double>>("cancel_at");
    auto outer = asyncio::create_task(waits(p.get<bool>("fails"), p.get<double>("limit")), {.name = "outer"});
    if (cancel_at) {
        co_await asyncio::sleep(*cancel_at);
        outer.cancel();
    }
    try {
        print("ends with", co_await outer);
    } catch (const asyncio::CancelledError&) {
        print("ends with CancelledError");
    } catch (const asyncio::TimeoutError&) {
        print("ends with TimeoutError");
    } catch (const asyncio::ValueError&) {
        print("ends with ValueError");
    }
}
