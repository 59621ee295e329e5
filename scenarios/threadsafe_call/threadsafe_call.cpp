#include "scenarios/scenario.h"

namespace {

Coroutine<std::string> fetch(double work) {
    try {
        co_await asyncio::sleep(work);
    } catch (const asyncio::CancelledError&) {
        print("fetch is cancelled");
        throw;
    }
    print("fetch is done");
    co_return "data";
}

void knock(asyncio::EventLoop& loop, Parameters p) {
    auto future = asyncio::run_coroutine_threadsafe(fetch(p.get<double>("work")), loop);
    try {
        print("the caller got", future.result(p.get<std::optional<double>>("limit")));
    } catch (const asyncio::TimeoutError&) {
        print("the caller waits no longer");
        if (p.get<std::string>("caller") == "thread_cancels") future.cancel();
    }
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto& loop = asyncio::get_running_loop();
    const auto knocking = [&loop, p] { knock(loop, p); };
    if (p.get<std::string>("caller") == "loop")
        knocking();
    else
        co_await asyncio::to_thread(knocking);
    co_await asyncio::sleep(4);
    print("main ends");
}
