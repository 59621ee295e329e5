#include "scenarios/scenario.h"

namespace {

Coroutine<> heart() {
    for (int beat = 0; beat < 6; ++beat) {
        print("beat", beat);
        co_await asyncio::sleep(1);
    }
}

Coroutine<> job(std::string call, int seconds) {
    co_await asyncio::sleep(1.5);
    print("job begins");
    if (call == "time.sleep") asyncio::time::sleep(seconds);
    if (call == "asyncio.sleep") co_await asyncio::sleep(seconds);
    if (call == "to_thread") co_await asyncio::to_thread([seconds] { asyncio::time::sleep(seconds); });
    if (call == "small_pieces") {
        for (int piece = 0; piece < seconds * 2; ++piece) {
            asyncio::time::sleep(0.5);
            co_await asyncio::sleep(0);
        }
    }
    print("job ends");
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto beating = asyncio::create_task(heart(), {.name = "heart"});
    auto work = job(p.get<std::string>("call"), p.get<int>("seconds"));
    auto working = asyncio::create_task(std::move(work), {.name = "job"});
    co_await beating;
    co_await working;
}
