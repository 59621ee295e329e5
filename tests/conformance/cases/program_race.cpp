// The first of several wins; the losers are cancelled and cleaned up before going on.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::program_race {
namespace {

using Tasks = std::vector<asyncio::Task<std::string>>;

asyncio::Coroutine<std::string> runner(std::string name, double delay, double cleanup) {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(delay);
        co_return name;
    } catch (const asyncio::CancelledError&) {
        error = std::current_exception();
    }
    co_await asyncio::sleep(cleanup);
    log(name, "cleaned up");
    std::rethrow_exception(error);
}

asyncio::Coroutine<std::vector<std::string>> race(std::vector<asyncio::Coroutine<std::string>> coros) {
    Tasks tasks;
    for (auto& coro : coros) {
        const std::string name = "r" + std::to_string(tasks.size());
        tasks.push_back(asyncio::create_task(std::move(coro), {.name = name}));
    }
    auto [done, pending] = co_await asyncio::wait(tasks, {.return_when = asyncio::FIRST_COMPLETED});
    for (const auto& task : pending) task.cancel();
    co_await asyncio::gather(pending, asyncio::return_exceptions);
    std::vector<std::string> results;
    for (const auto& task : done) results.push_back(task.result());
    co_return results;
}

asyncio::Coroutine<> main_() {
    std::vector<asyncio::Coroutine<std::string>> coros;
    coros.push_back(runner("A", 3, 1));
    coros.push_back(runner("B", 1, 0));
    coros.push_back(runner("C", 2, 2));
    log(co_await race(std::move(coros)));
    coros.clear();
    coros.push_back(runner("D", 1, 0));
    coros.push_back(runner("E", 1, 0));
    coros.push_back(runner("F", 2, 0));
    log(co_await race(std::move(coros)));
}

const Case kCase("program_race", main_);

}  // namespace
}  // namespace conformance::program_race
