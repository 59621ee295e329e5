// as_completed(): coroutines become tasks at once; results come by the end; a timeout ends each wait that is
// left.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::as_completed_coroutines {
namespace {

asyncio::Coroutine<std::string> work(std::string name, double delay) {
    log(name, "begins");
    try {
        co_await asyncio::sleep(delay);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw;
    }
    if (name == "D") throw asyncio::KeyError(name);
    co_return name;
}

asyncio::Coroutine<> main_() {
    std::vector<asyncio::Coroutine<std::string>> waits;
    for (auto wait : asyncio::as_completed(work("A", 2), work("B", 1), work("D", 1)))
        waits.push_back(std::move(wait));
    log(waits.size());
    for (auto wait = waits.rbegin(); wait != waits.rend(); ++wait) {
        try {
            log(co_await *wait);
        } catch (const asyncio::KeyError& exc) {
            log(err(exc));
        }
    }
    std::vector<asyncio::Coroutine<std::string>> works;
    works.push_back(work("E", 1));
    works.push_back(work("F", 5));
    works.push_back(work("G", 6));
    for (auto wait : asyncio::as_completed(std::move(works), {.timeout = 2})) {
        try {
            log(co_await asyncio::wait_for(std::move(wait), 9));
        } catch (const asyncio::TimeoutError& exc) {
            log(err(exc));
        }
    }
    std::vector<asyncio::Future<std::string>> futures;
    for (int i = 0; i < 2; ++i) futures.push_back(asyncio::get_running_loop().create_future<std::string>());
    futures[1].set_result("second");
    asyncio::get_running_loop().call_soon([&] { futures[0].cancel("first"); });
    auto done = asyncio::as_completed(futures);
    while (auto future = co_await done.next()) log(*future == futures[0], outcome(*future));
    std::vector<asyncio::Coroutine<std::string>> one;
    one.push_back(work("H", 9));
    auto next = *asyncio::as_completed(std::move(one), {.timeout = 1}).begin();
    auto task = asyncio::create_task(std::move(next), {.name = "next"});
    co_await asyncio::wait(task);
    log(outcome(task));
}

const Case kCase("as_completed_coroutines", main_);

}  // namespace
}  // namespace conformance::as_completed_coroutines
