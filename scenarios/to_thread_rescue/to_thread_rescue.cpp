#include "scenarios/scenario.h"

namespace {

using asyncio::concurrent::ThreadPoolExecutor;

int work(int number, bool fails) {
    print("call", number, "begins");
    asyncio::time::sleep(3);
    print("call", number, "is done");
    if (fails) throw asyncio::ValueError("no luck");
    return 5;
}

}  // namespace

Coroutine<> main(Parameters p) {
    asyncio::get_running_loop().set_default_executor(ThreadPoolExecutor(p.get<int>("pool")));
    std::vector<Coroutine<int>> calls;
    for (int number = 1; number <= p.get<int>("calls"); ++number)
        calls.push_back(asyncio::to_thread(work, number, p.get<bool>("fails")));
    auto together = asyncio::gather(std::move(calls));
    try {
        print("results:", co_await asyncio::wait_for(together, p.get<std::optional<double>>("limit")));
    } catch (const asyncio::TimeoutError&) {
        print("main gives up");
    } catch (const asyncio::ValueError& error) {
        print("ValueError:", error.what());
    }
    co_await asyncio::sleep(3);
    print("main ends");
}
