// Time is floating point: what is due within a nanosecond comes in one turn, the smaller deadline first.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::times_are_floats {
namespace {

using namespace asyncio;

Coroutine<> ticks(std::string name, double step, int count) {
    for (int i = 0; i < count; ++i) {
        co_await asyncio::sleep(step);
        log(name, i, get_running_loop().time());
    }
}

Coroutine<> limited(double limit, double step) {
    const Timeout scope = timeout(limit);
    try {
        co_await async_with(scope, [&]() -> Coroutine<> {
            while (true) {
                co_await asyncio::sleep(step);
                log("step", get_running_loop().time());
            }
        });
    } catch (const TimeoutError& exc) {
        log("limit", err(exc), scope.when(), get_running_loop().time());
    }
}

int blocks(int count) {
    for (int i = 0; i < count; ++i) asyncio::time::sleep(0.1);
    return count;
}

void show(double delay) { log(delay); }

Coroutine<> main_() {
    auto& loop = get_running_loop();
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(asyncio::sleep(1, "one"), {.name = "one"});
        group.create_task(ticks("a", 0.1, 10), {.name = "a"});
        group.create_task(ticks("b", 0.3, 4), {.name = "b"});
        group.create_task(ticks("c", 0.7, 2), {.name = "c"});
        co_return;
    });
    const double start = loop.time();
    co_await limited(start + 0.1 + 0.2, 0.1);
    co_await limited(1, 0.1);
    std::vector<TimerHandle> handles;
    for (const double delay : {0.3, 0.1 + 0.2, 0.3 - 1e-12, 0.3 + 2e-9})
        handles.push_back(loop.call_later(delay, show, delay));
    std::vector<double> delays;
    for (const auto& handle : handles) delays.push_back(handle.when() - loop.time());
    log(delays, handles[0] < handles[3], handles[2] < handles[0]);
    co_await asyncio::sleep(1);
    log(loop.time() - start, handles[0].when());
    const auto results =
        co_await gather(wait_for(asyncio::sleep(0.3, "in time"), 0.1 + 0.2),
                        wait_for(asyncio::sleep(0.1 + 0.2, "in time"), 0.3), return_exceptions);
    const int here = blocks(3);
    const int there = co_await to_thread(blocks, 3);
    log(here, there, loop.time());
    const auto all = co_await gather(to_thread(blocks, 10), asyncio::sleep(1), to_thread(blocks, 3));
    log(all, loop.time());
    std::vector<std::string> texts;
    for (const auto& result : results)
        texts.push_back(result.exception() ? err(result.exception()) : result.result());
    log(texts);
}

const Case kCase("times_are_floats", main_);

}  // namespace
}  // namespace conformance::times_are_floats
