// A coroutine can be awaited once: what a second time gives, for coroutines, sleeps and tasks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::coroutine_reused {
namespace {

asyncio::Coroutine<int> work(int delay) {
    co_await asyncio::sleep(delay);
    co_return delay;
}

template <class A>
asyncio::Coroutine<> twice(std::string name, A coroutine) {
    for (int i = 0; i < 2; ++i) {
        try {
            log(name, co_await coroutine);
        } catch (const asyncio::RuntimeError& exc) {
            log(name, err(exc));
        }
    }
}

asyncio::Coroutine<> also_awaits(std::shared_ptr<asyncio::Coroutine<int>> coroutine) { co_await *coroutine; }

asyncio::Coroutine<> main_() {
    co_await twice("coroutine", work(1));
    co_await twice("sleep", asyncio::sleep(1, "slept"));
    co_await twice("yield", asyncio::sleep(0, "yielded"));
    auto coroutine = work(1);
    log(co_await coroutine);
    auto task = asyncio::create_task(std::move(coroutine), {.name = "reused"});
    co_await asyncio::wait(task);
    log(err(task.exception()));
    task = asyncio::create_task(std::move(coroutine), {.name = "cancelled before"});
    task.cancel();
    co_await asyncio::wait(task);
    log(err(task.exception()));
    try {
        co_await asyncio::gather(std::move(coroutine), asyncio::sleep(1));
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    try {
        co_await asyncio::wait_for(std::move(coroutine), 1);
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    auto sleep = asyncio::sleep(1);
    co_await sleep;
    const auto sleeper = asyncio::create_task(std::move(sleep), {.name = "reused sleep"});
    co_await asyncio::wait(sleeper);
    log(err(sleeper.exception()));
    const auto shared = std::make_shared<asyncio::Coroutine<int>>(work(1));
    const auto first = asyncio::create_task(also_awaits(shared), {.name = "first"});
    const auto second = asyncio::create_task(also_awaits(shared), {.name = "second"});
    co_await asyncio::wait(first, second);
    log(first.exception(), err(second.exception()));
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(),
                                     [&](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                                         group.create_task(std::move(*shared), {.name = "in group"});
                                         co_return;
                                     });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc));
    }
}

const Case kCase("coroutine_reused", main_);

}  // namespace
}  // namespace conformance::coroutine_reused
