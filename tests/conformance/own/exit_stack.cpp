// AsyncExitStack: managers of every kind, callbacks, pop_all(), errors in the body and while it is left.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <string>
#include <vector>

namespace conformance::exit_stack {
namespace {

using namespace asyncio;
using Names = std::vector<std::string>;

AsyncGenerator<std::string> resource(std::string name) {
    co_await asyncio::sleep(0.5);
    if (name == "no") throw OSError("cannot open");
    log("opens", name);
    std::exception_ptr error;
    try {
        co_yield name;
    } catch (...) {
        error = std::current_exception();
        log(name, "sees", err(error));
    }
    co_await asyncio::sleep(0.5);
    log("closes", name);
    if (error && name != "swallows") std::rethrow_exception(error);
    if (!error && name == "fails") throw RuntimeError("cannot close");
}

struct Counter {
    int inside = 0;
    Coroutine<int> aenter() {
        ++inside;
        co_return inside;
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        --inside;
        log("counter", inside, error ? err(error) : "None");
        co_return isinstance<KeyError>(error);
    }
};

Coroutine<> use(Names names, std::exception_ptr error) {
    co_await async_with(AsyncExitStack(), [&](AsyncExitStack& stack) -> Coroutine<> {
        Names opened;
        for (const auto& name : names)
            opened.push_back(co_await stack.enter_async_context(asynccontextmanager(resource(name))));
        log(opened);
        if (error) std::rethrow_exception(error);
        co_await asyncio::sleep(5);
        log("used");
    });
    log("after");
}

Coroutine<> attempt(Names names, std::exception_ptr error = nullptr, double cancelled_at = 0) {
    const auto task = create_task(use(names, error), {.name = "uses"});
    if (cancelled_at > 0) {
        co_await asyncio::sleep(cancelled_at);
        task.cancel("enough");
    }
    co_await wait(task);
    log(names, outcome(task));
}

Coroutine<> goodbye(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    log("goodbye", name);
}

void plain(std::string name) { log("plain", name); }

Coroutine<> of_every_kind() {
    const Lock lock;
    Counter counter;
    try {
        co_await async_with(AsyncExitStack(), [&](AsyncExitStack& stack) -> Coroutine<> {
            co_await stack.enter_async_context(lock);
            log(lock.locked());
            const auto limit = co_await stack.enter_async_context(timeout(2));
            auto group = co_await stack.enter_async_context(TaskGroup());
            log(*limit.when() - get_running_loop().time(), group);
            log(co_await stack.enter_async_context(std::ref(counter)));
            stack.push_async_callback(goodbye, "A", 0.5);
            stack.callback(plain, "B");
            group.create_task(goodbye("task", 1), {.name = "task"});
            co_await asyncio::sleep(5);
        });
    } catch (const TimeoutError& exc) {
        log(err(exc), lock.locked(), counter.inside);
    }
    co_await async_with(AsyncExitStack(), [&](AsyncExitStack& stack) -> Coroutine<> {
        co_await stack.enter_async_context(std::ref(counter));
        co_await stack.enter_async_context(lock);
        throw KeyError("swallowed");
    });
    log("goes on", lock.locked());
}

Coroutine<> lock_in(AsyncExitStack stack) {
    const Lock lock;
    co_await lock.acquire();
    stack.push_async_exit(lock);
    log(lock.locked());
}

Coroutine<> by_hand() {
    const AsyncExitStack stack;
    log(co_await stack.enter_async_context(asynccontextmanager(resource("x"))));
    stack.push_async_callback(goodbye, "x", 0);
    co_await lock_in(stack);
    const auto other = stack.pop_all();
    co_await stack.aclose();
    log("nothing left");
    co_await other.aclose();
    co_await other.aclose();
}

Coroutine<> main_() {
    const auto body = std::make_exception_ptr(ValueError("body"));
    const Names two{"A", "B"}, refused{"A", "no", "B"}, swallowed{"A", "swallows", "C"},
        failing{"A", "fails", "C"}, replaced{"swallows", "fails"}, swallowing{"swallows", "B"};
    co_await attempt(two);
    co_await attempt(refused);
    co_await attempt(swallowed, body);
    co_await attempt(failing);
    co_await attempt(replaced, body);
    co_await attempt(two, nullptr, 0.75);
    co_await attempt(two, nullptr, 2);
    co_await attempt(swallowing, nullptr, 6.25);
    co_await of_every_kind();
    co_await by_hand();
}

const Case kCase("exit_stack", main_);

}  // namespace
}  // namespace conformance::exit_stack
