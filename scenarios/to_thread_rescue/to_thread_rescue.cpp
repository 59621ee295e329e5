#include "scenarios/scenario.h"

namespace {

int work(bool fails) {
    print("the thread works");
    asyncio::time::sleep(3);
    print("the thread is done");
    if (fails) throw asyncio::ValueError("no luck");
    return 5;
}

}  // namespace

Coroutine<> to_thread_rescue(Parameters p) {
    const auto limit = p.get<std::optional<double>>("limit");
    try {
        auto result = asyncio::to_thread(work, p.get<bool>("fails"));
        print("result:", co_await asyncio::wait_for(std::move(result), limit));
    } catch (const asyncio::TimeoutError&) {
        print("main gives up");
    } catch (const asyncio::ValueError& error) {
        print("ValueError:", error.what());
    }
    co_await asyncio::sleep(3);
    print("main ends");
}
