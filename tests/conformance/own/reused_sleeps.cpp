// A sleep() or coroutine that was awaited or closed before, given away again: as a task that is cancelled
// before, or starts eagerly.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::reused_sleeps {
namespace {

asyncio::Coroutine<std::string> work(std::string result) {
    co_await asyncio::sleep(0);
    co_return result;
}

template <class A>
asyncio::Coroutine<> given_away(A awaitable, bool cancelled) {
    const auto task = asyncio::create_task(std::move(awaitable), {.name = "again"});
    if (cancelled) task.cancel();
    log(task.get_coro()->name());
    co_await asyncio::wait(task);
    log(outcome(task), task.cancelling(), task.get_coro()->name());
}

template <class A>
asyncio::Coroutine<> tried(A awaitable) {
    try {
        const auto result = co_await or_none(std::move(awaitable));
        log(result);
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
}

asyncio::Coroutine<> main_() {
    for (const bool cancelled : {false, true}) {
        auto sleep = asyncio::sleep(1, "slept");
        log(co_await sleep);
        co_await given_away(std::move(sleep), cancelled);
        auto closed = asyncio::sleep(1);
        closed.close();
        co_await given_away(std::move(closed), cancelled);
        auto coroutine = work("worked");
        log(co_await coroutine);
        co_await given_away(std::move(coroutine), cancelled);
        if (!cancelled) continue;
        coroutine = work("closed");
        coroutine.close();
        co_await given_away(std::move(coroutine), cancelled);
    }
    std::vector<asyncio::Sleep<int>> used;
    for (int i = 0; i < 4; ++i) used.push_back(asyncio::sleep(0, i));
    for (auto& sleep : used) co_await sleep;
    co_await tried(asyncio::gather(std::move(used[0]), asyncio::sleep(1)));
    co_await tried(asyncio::wait_for(std::move(used[1]), 1));
    co_await tried(asyncio::wait_for(std::move(used[2]), 0));
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [&](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                                         group.create_task(std::move(used[3]));
                                         co_return;
                                     });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc));
    }
    asyncio::get_running_loop().set_task_factory(asyncio::eager_task_factory);
    log(outcome(asyncio::create_task(std::move(used[0]))));
    co_await asyncio::sleep(1);
}

const Case kCase("reused_sleeps", main_);

}  // namespace
}  // namespace conformance::reused_sleeps
