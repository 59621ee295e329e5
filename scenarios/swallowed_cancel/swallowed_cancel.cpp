#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> poll(std::string reaction) {
    for (int number = 0; number < 4; ++number) {
        try {
            co_await asyncio::sleep(1);
            print("poll", number);
        } catch (const std::exception&) {
            print("never printed: CancelledError is no Exception");
        } catch (const asyncio::CancelledError&) {
            print("poll is told to end");
            if (reaction == "reraise") throw;
            if (reaction == "return") co_return "stopped";
        }
    }
    co_return "finished";
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto task = asyncio::create_task(poll(p.get<std::string>("reaction")), {.name = "poll"});
    co_await asyncio::sleep(1.5);
    for (int number = 0; number < p.get<int>("cancels"); ++number) {
        task.cancel();
        co_await asyncio::sleep(1);
    }
    try {
        print("result:", co_await task);
    } catch (const asyncio::CancelledError&) {
        print("caught CancelledError");
    }
    print("cancelled():", task.cancelled());
}
