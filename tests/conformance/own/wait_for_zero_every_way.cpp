// wait_for() with no time left: what it makes of gather, shield, futures, tasks that are done, fail or
// resist.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_zero_every_way {
namespace {

asyncio::Coroutine<std::string> resists(std::string how) {
    try {
        co_await asyncio::sleep(10);
        co_return "slept";
    } catch (const asyncio::CancelledError&) {
        if (how == "fails") throw asyncio::ValueError("no");
    }
    co_await asyncio::sleep(1);
    co_return "resisted";
}

template <class A>
asyncio::Coroutine<> attempt(std::string what, A awaitable, double timeout = 0) {
    try {
        log(what, "gave", co_await or_none(asyncio::wait_for(std::move(awaitable), timeout)));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

asyncio::Coroutine<std::string> quick() { co_return "never run"; }

asyncio::Coroutine<> main_() {
    using namespace asyncio;
    auto& loop = get_running_loop();
    co_await attempt("gather", gather(sleep(10, "a"), sleep(10, "b")));
    co_await attempt("gather, outcomes", gather(sleep(10), sleep(10), return_exceptions), -1);
    std::vector<Task<std::string>> tasks;
    tasks.push_back(create_task(resists("fails"), {.name = "R0"}));
    tasks.push_back(create_task(resists("fails"), {.name = "R1"}));
    co_await sleep(0);
    co_await attempt("gather that fails", gather(tasks));
    auto task = create_task(resists("late"), {.name = "T"});
    co_await sleep(0);
    co_await attempt("gather that resists", gather(task, sleep(3, "c")));
    task = create_task(resists("late"), {.name = "U"});
    co_await sleep(0);
    co_await attempt("shield", shield(task));
    log(outcome(task));
    co_await attempt("task that resists", task);
    co_await attempt("done", task);
    auto future = loop.create_future<>();
    co_await attempt("future", future);
    log(outcome(future));
    co_await attempt("cancelled future", future);
    future = loop.create_future();
    future.set_exception(ValueError("failed"));
    co_await attempt("failed future", future);
    future = loop.create_future();
    future.set_exception(CancelledError("stored"));
    co_await attempt("future with CancelledError", future);
    co_await attempt("coroutine", quick());
    co_await attempt("coroutine", quick(), 1);
    co_await attempt("gather in time", gather(sleep(1, "d")), 2);
    co_await attempt("gather too late", gather(sleep(3, "e")), 2);
}

const Case kCase("wait_for_zero_every_way", main_);

}  // namespace
}  // namespace conformance::wait_for_zero_every_way
