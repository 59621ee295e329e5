// Condition.wait_for(): cancelled while it waits and while it wants its lock back, once and again; a
// predicate that raises.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::condition_wait_for_in_trouble {
namespace {

using asyncio::async_with;
using asyncio::Condition;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;

struct State {
    int items = 0;
    std::string repr() const { return "{'items': " + asyncio::str(items) + "}"; }
};

Coroutine<> consumer(Condition condition, std::shared_ptr<State> state, std::string name, int wanted) {
    try {
        co_await async_with(condition, [&]() -> Coroutine<> {
            const int got =
                co_await condition.wait_for([&] { return state->items >= wanted ? state->items : 0; });
            state->items -= wanted;
            log(name, "took", wanted, "of", got, "leaves", state->items);
            co_await sleep(0);
        });
    } catch (...) {
        log(name, err(std::current_exception()), condition.locked());
        throw;
    }
}

Coroutine<> producer(Condition condition, std::shared_ptr<State> state, int count, bool everybody) {
    co_await async_with(condition, [&]() -> Coroutine<> {
        state->items += count;
        if (everybody)
            condition.notify_all();
        else
            condition.notify();
        log("produced", count, condition);
        co_return;
    });
}

asyncio::Task<> start(Condition condition, std::shared_ptr<State> state, std::string name, int wanted) {
    return create_task(consumer(condition, state, name, wanted), {.name = name});
}

Coroutine<> main_() {
    const Condition condition;
    const auto state = std::make_shared<State>();
    for (int turns = 0; turns < 5; ++turns) {
        log("turn", turns);
        const std::vector<asyncio::Task<>> tasks{start(condition, state, "a", 1),
                                                 start(condition, state, "b", 2),
                                                 start(condition, state, "c", 1)};
        co_await sleep(1);
        co_await producer(condition, state, 2, true);
        for (int i = 0; i < turns; ++i) co_await sleep(0);
        tasks[0].cancel("first");
        tasks[1].cancel("second");
        co_await sleep(0);
        tasks[1].cancel("again");
        co_await sleep(1);
        co_await producer(condition, state, 4, false);
        co_await sleep(1);
        for (const auto& task : tasks) task.cancel("end");
        log(co_await asyncio::gather(tasks, asyncio::return_exceptions), *state);
        state->items = 0;
    }
    log("while it wants its lock back");
    const auto task = start(condition, state, "r", 1);
    co_await sleep(1);
    co_await condition.acquire();
    state->items = 1;
    condition.notify();
    co_await sleep(1);
    log(task.cancel("one"), condition.locked());
    co_await sleep(1);
    const bool asked = task.cancel("two");
    log(asked, task.cancelling(), task.done());
    co_await sleep(1);
    condition.release();
    co_await asyncio::wait(task);
    log(task.cancelled(), condition.locked(), condition);

    const auto broken = []() -> bool { throw asyncio::ValueError("no predicate"); };
    try {
        co_await async_with(condition, [&]() -> Coroutine<> { co_await condition.wait_for(broken); });
    } catch (const asyncio::ValueError& exc) {
        log(err(exc), condition.locked());
    }
    for (const auto& function : std::vector<std::function<void()>>{
             [&] { condition.notify(); }, [&] { condition.notify_all(); }, [&] { condition.release(); }}) {
        try {
            function();
        } catch (const asyncio::RuntimeError& exc) {
            log(err(exc));
        }
    }
    try {
        co_await condition.wait();
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    co_await async_with(condition, [&]() -> Coroutine<> {
        log(co_await condition.wait_for([] { return std::optional<std::string>("at once"); }));
        try {
            co_await asyncio::wait_for(condition.wait(), 1);
        } catch (const asyncio::TimeoutError& exc) {
            log(err(exc), condition.locked());
        }
    });
}

const Case kCase("condition_wait_for_in_trouble", main_);

}  // namespace
}  // namespace conformance::condition_wait_for_in_trouble
