// as_completed(): a wait that is cancelled, in each turn, gives its place back: no result is lost.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::as_completed_cancelled_in_every_turn {
namespace {

using Results = asyncio::AsCompleted<asyncio::Task<std::string>>;

asyncio::Coroutine<std::string> work(std::string name, int turns) {
    for (int i = 0; i < turns; ++i) co_await asyncio::sleep(0);
    if (name == "B") throw asyncio::ValueError(name);
    co_return name;
}

asyncio::Coroutine<> wait_for_one(Results results) {
    for (auto result : results) {
        try {
            log("got", co_await result);
        } catch (const asyncio::ValueError& exc) {
            log("got", err(exc));
        }
    }
    log("all");
}

asyncio::Coroutine<> anext_twice(Results results) {
    auto task = co_await asyncio::anext(results);
    log("task", task.get_name());
    task = co_await asyncio::anext(results);
    log("task", task.get_name());
}

asyncio::Coroutine<> main_() {
    asyncio::Coroutine<> (*const waiters[])(Results) = {wait_for_one, anext_twice};
    std::optional<Results> last;
    for (int turn = 0; turn < 7; ++turn) {
        for (const auto waiter : waiters) {
            log("--", turn);
            std::vector<asyncio::Task<std::string>> tasks;
            for (int i = 0; i < 3; ++i) {
                const std::string name(1, static_cast<char>('A' + i));
                tasks.push_back(asyncio::create_task(work(name, i), {.name = name}));
            }
            auto results = asyncio::as_completed(tasks);
            tasks.clear();
            auto task = asyncio::create_task(waiter(results), {.name = "waiter"});
            for (int i = 0; i < turn; ++i) co_await asyncio::sleep(0);
            const bool cancelled = task.cancel();
            log("cancel", cancelled);
            co_await asyncio::wait(task);
            log(outcome(task));
            while (auto done = co_await results.next()) log("left", done->get_name());
            last = results;
        }
    }
    const auto none = co_await asyncio::anext(*last, {});
    log("none", none ? "a task" : "None");
    try {
        co_await asyncio::anext(*last);
    } catch (const asyncio::StopAsyncIteration&) {
        log("StopAsyncIteration");
    }
}

const Case kCase("as_completed_cancelled_in_every_turn", main_);

}  // namespace
}  // namespace conformance::as_completed_cancelled_in_every_turn
