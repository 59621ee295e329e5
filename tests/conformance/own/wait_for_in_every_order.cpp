// wait_for(): its limit, the result and a cancellation in one turn, set in every order; for futures, tasks,
// queues, events.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_in_every_order {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
enum Step { limit, result, cancel };
const char* const kNames[] = {"limit", "result", "cancel"};

template <class A>
Coroutine<asyncio::value_of<A>> waits(std::string name, A awaitable) {
    try {
        auto got = co_await asyncio::wait_for(std::move(awaitable), 1);
        log(name, "gave", got, asyncio::current_task().cancelling());
        co_return got;
    } catch (...) {
        log(name, asyncio::repr(std::current_exception()), asyncio::current_task().cancelling());
        throw;
    }
}

Coroutine<std::string> sleeper() { co_return co_await sleep(1, std::string("slept")); }

Coroutine<std::string> slow_to_stop() {
    bool cancelled = false;
    try {
        co_await sleep(5);
    } catch (const asyncio::CancelledError&) {
        cancelled = true;
    }
    if (!cancelled) co_return "";
    co_await sleep(0);
    co_await sleep(0);
    co_return "stopped";
}

// What is waited for, and how it comes.
struct Things {
    asyncio::Queue<std::string> queue;
    asyncio::Event event;
    asyncio::Lock lock;
    asyncio::Future<std::string> future = asyncio::get_running_loop().create_future<std::string>();
};

template <class Make>
Coroutine<> run(std::string what, std::vector<Step> order, Make make, std::function<void(Things&)> settle) {
    auto& loop = asyncio::get_running_loop();
    const auto shared = std::make_shared<Things>();
    Things& things = *shared;
    co_await things.lock.acquire();
    auto awaitable = make(things);
    std::string shown = what;
    for (const Step step : order) shown += std::string(" ") + kNames[step];
    log(shown);
    const double at = loop.time() + 1;
    using Task = asyncio::Task<asyncio::value_of<decltype(awaitable)>>;
    const auto task = std::make_shared<Task>();
    for (const Step step : order) {
        if (step == limit) {
            *task = create_task(waits(what, std::move(awaitable)), {.name = what});
            co_await sleep(0);
        } else if (step == Step::result) {
            loop.call_at(at, [=] { settle(*shared); });
        } else {
            loop.call_at(at, [=] { log("cancel", task->cancel("stop")); });
        }
    }
    co_await asyncio::wait(*task);
    log(outcome(*task), things.queue.qsize(), things.event.is_set(), things.lock.locked(),
        outcome(things.future));
    co_await sleep(0);
    log(outcome(things.future));
}

template <class Make>
Coroutine<> in_every_order(std::string what, Make make, std::function<void(Things&)> settle) {
    const std::vector<std::vector<Step>> orders{
        {limit, result, cancel}, {limit, cancel, result}, {result, limit, cancel}, {result, cancel, limit},
        {cancel, limit, result}, {cancel, result, limit}, {result, limit},         {limit, result}};
    for (const auto& order : orders) co_await run(what, order, make, settle);
}

template <class Make>
Coroutine<> one_task_twice(std::string name, Make make) {
    log(name);
    const auto task = create_task(make(), {.name = "inner"});
    for (const char* each : {"x", "y"}) {
        try {
            co_await waits(each, task);
        } catch (const asyncio::TimeoutError&) {
        } catch (const asyncio::CancelledError&) {
            log("cancelled", task.cancelled());
        }
    }
    try {
        co_await waits("z", make());
    } catch (const asyncio::TimeoutError&) {
        log("no time");
    }
}

Coroutine<> main_() {
    const auto set = [](Things& things) {
        if (!things.future.done()) things.future.set_result("set");
    };
    co_await in_every_order(
        "future", [](Things& things) { return things.future; }, set);
    co_await in_every_order(
        "queue", [](Things& things) { return things.queue.get(); },
        [](Things& things) { things.queue.put_nowait("item"); });
    co_await in_every_order(
        "event", [](Things& things) { return things.event.wait(); },
        [](Things& things) { things.event.set(); });
    co_await in_every_order(
        "lock", [](Things& things) { return things.lock.acquire(); },
        [](Things& things) { things.lock.release(); });
    co_await in_every_order(
        "shield", [](Things& things) { return asyncio::shield(things.future); }, set);
    co_await in_every_order(
        "gather", [](Things& things) { return asyncio::gather(things.future); }, set);
    co_await one_task_twice("sleeper", sleeper);
    co_await one_task_twice("slow_to_stop", slow_to_stop);
}

const Case kCase("wait_for_in_every_order", main_);

}  // namespace
}  // namespace conformance::wait_for_in_every_order
