// TaskGroup: its parent cancelled once, or twice, in each of the turns that a group with a failing child
// takes.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_cancelled_in_every_turn {
namespace {

asyncio::Coroutine<> child(std::string name, int turns, bool fails = false) {
    std::exception_ptr error;
    try {
        for (int i = 0; i < turns; ++i) co_await asyncio::sleep(0);
    } catch (const asyncio::CancelledError&) {
        error = std::current_exception();
    }
    if (error) {
        log(name, "cancelled");
        co_await asyncio::sleep(0);
        std::rethrow_exception(error);
    }
    if (fails) throw asyncio::ValueError(name);
    log(name, "ends");
}

asyncio::Coroutine<> parent(bool fails) {
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [&](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                                         group.create_task(child("A", 1), {.name = "A"});
                                         co_await asyncio::sleep(0);
                                         group.create_task(child("B", 2, fails), {.name = "B"});
                                         co_await asyncio::sleep(0);
                                         group.create_task(child("C", 3), {.name = "C"});
                                     });
    } catch (const asyncio::CancelledError& exc) {
        log("parent", err(exc), asyncio::current_task().cancelling());
        throw;
    } catch (...) {
        log("parent", err(std::current_exception()), asyncio::current_task().cancelling());
    }
    co_await asyncio::sleep(0);
    log("parent ends");
}

asyncio::Coroutine<> run_one(bool fails, int turn, std::optional<int> second) {
    log("--", fails, turn, second);
    auto task = asyncio::create_task(parent(fails), {.name = "parent"});
    for (int i = 0; i < turn; ++i) co_await asyncio::sleep(0);
    task.cancel("first");
    if (second) {
        for (int i = 0; i < *second; ++i) co_await asyncio::sleep(0);
        task.cancel("second");
    }
    co_await asyncio::wait(task);
    log(outcome(task), task.cancelling());
}

asyncio::Coroutine<> main_() {
    const std::optional<int> seconds[] = {std::nullopt, 1, 2};
    for (const bool fails : {false, true})
        for (const auto second : seconds)
            for (int turn = 0; turn < 8; ++turn) co_await run_one(fails, turn, second);
}

const Case kCase("taskgroup_cancelled_in_every_turn", main_);

}  // namespace
}  // namespace conformance::taskgroup_cancelled_in_every_turn
