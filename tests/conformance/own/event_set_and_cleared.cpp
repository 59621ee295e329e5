// Event: set() and clear() in one step wake all who waited; whoever comes after clear() waits; one is
// cancelled after set().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::event_set_and_cleared {
namespace {

asyncio::Coroutine<> waiter(std::string name, asyncio::Event event) {
    try {
        const bool woken = co_await event.wait();
        log(name, "woken", woken, event.is_set(), event);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw;
    }
}

asyncio::Coroutine<> main_() {
    const asyncio::Event event;
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"A", "B", "C"})
        tasks.push_back(asyncio::create_task(waiter(name, event), {.name = name}));
    co_await asyncio::sleep(1);
    event.set();
    event.set();
    event.clear();
    log(event);
    tasks[1].cancel();
    const auto late = asyncio::create_task(waiter("late", event), {.name = "late"});
    co_await asyncio::wait(tasks);
    log("late done", late.done());
    event.set();
    log(co_await event.wait());
    co_await late;
}

const Case kCase("event_set_and_cleared", main_);

}  // namespace
}  // namespace conformance::event_set_and_cleared
