// call_soon() and its like with methods of asyncio's own: only their effect shows.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::call_methods {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Event event) {
    const bool woken = co_await event.wait();
    log(name, woken);
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    asyncio::Event event;
    const auto waiting = asyncio::create_task(waiter("A", event), {.name = "A"});
    loop.call_later(1, &asyncio::Event::set, event);
    co_await waiting;
    asyncio::Queue<int> queue;
    loop.call_soon(&asyncio::Queue<int>::put_nowait, queue, 7);
    log(co_await queue.get());
    const auto future = loop.create_future<std::string>();
    loop.call_later(1, asyncio::named("", [future] { future.set_result("late"); }));
    log(co_await future);
    const auto task = asyncio::create_task(asyncio::sleep(9), {.name = "B"});
    loop.call_later(1, asyncio::named("", [task] { task.cancel("by a timer"); }));
    try {
        co_await task;
    } catch (const asyncio::CancelledError& exc) {
        log(err(exc));
    }
    asyncio::Lock lock;
    co_await lock.acquire();
    loop.call_later(1, &asyncio::Lock::release, lock);
    const auto body = []() -> asyncio::Coroutine<> {
        log("have it");
        co_return;
    };
    co_await asyncio::async_with(lock, body);
    loop.call_at(loop.time() + 1, &asyncio::Event::clear, event);
    co_await asyncio::sleep(2);
    log(event.is_set());
    const auto handle = loop.call_soon(&asyncio::Event::set, event);
    handle.cancel();
    co_await asyncio::sleep(0);
    log(event.is_set(), handle.cancelled());
    const auto named_log = asyncio::named("log", log);
    loop.call_later(-5, named_log, "five seconds ago");
    loop.call_at(-1, named_log, "before the loop");
    loop.call_later(0, named_log, "now");
    co_await asyncio::sleep(1);
}

const Case kCase("call_methods", main_);

}  // namespace
}  // namespace conformance::call_methods
