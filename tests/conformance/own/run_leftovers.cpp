// What run() finds at its end: tasks that clean up, resist, fail, start others, wait for each other; an open
// generator.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::run_leftovers {
namespace {

using asyncio::async_with;
using asyncio::AsyncGenerator;
using asyncio::CancelledError;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using asyncio::Task;
using asyncio::TaskGroup;

Coroutine<> cleans_up(std::string name, double rest) {
    std::exception_ptr cancelled;
    try {
        co_await sleep(100);
    } catch (const CancelledError& exc) {
        log(name, "cancelled", err(exc));
        cancelled = std::current_exception();
    }
    co_await sleep(rest);
    log(name, "is clean");
    std::rethrow_exception(cancelled);
}

Coroutine<> resists(std::string name) {
    try {
        co_await sleep(100);
    } catch (const CancelledError&) {
        log(name, "resists");
    }
    const auto result = co_await sleep(2, std::string("ended by itself"));
    log(name, result, asyncio::current_task().cancelling());
}

Coroutine<> fails(std::string name) {
    try {
        co_await sleep(100);
    } catch (...) {
        throw asyncio::ValueError(name);
    }
}

Coroutine<> child(std::string name) {
    co_await sleep(0.5);
    log(name, "child is not cancelled");
}

Coroutine<> starts_another(std::vector<Task<>>& kept, std::string name) {
    try {
        co_await sleep(100);
    } catch (...) {
        kept.push_back(create_task(child(name), {.name = "child"}));
        log(name, "started another");
        throw;
    }
}

Coroutine<> waits_for(Task<> task, std::string name) {
    try {
        co_await task;
    } catch (const CancelledError& exc) {
        log(name, "cancelled", err(exc), task.cancelled());
        throw;
    }
}

AsyncGenerator<int> numbers() {
    std::exception_ptr error;
    try {
        co_yield 1;
        co_yield 2;
    } catch (...) {
        error = std::current_exception();
    }
    log("generator closes");
    co_await sleep(1);
    log("generator closed");
    if (error) std::rethrow_exception(error);
}

Coroutine<> consumer(AsyncGenerator<int> generator) {
    while (auto number = co_await generator.next()) {
        log("number", *number);
        co_await sleep(100);
    }
}

Coroutine<> in_group() {
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
            group.create_task(cleans_up("g1", 1), {.name = "g1"});
            group.create_task(fails("g2"), {.name = "g2"});
            co_return;
        });
    } catch (...) {
        log("group", err(std::current_exception()));
        throw;
    }
}

Coroutine<> in_timeout() {
    try {
        co_await async_with(asyncio::timeout(50),
                            []() -> Coroutine<> { co_await asyncio::shield(sleep(200)); });
    } catch (...) {
        log("timeout", err(std::current_exception()));
        throw;
    }
}

Coroutine<> gathers() { co_await asyncio::gather(cleans_up("i1", 0), cleans_up("i2", 3)); }

// Python keeps these in globals: they outlive main.
struct Kept {
    std::vector<Task<>> tasks;
    AsyncGenerator<int> generator = numbers();
    ~Kept() {
        for (const auto& task : tasks)  // Python's globals go after its log: nobody is told what failed
            if (task.done() && !task.cancelled()) task.exception();
    }
};

Coroutine<> with(Kept& kept) {
    auto& loop = asyncio::get_running_loop();
    const auto first = create_task(cleans_up("a", 1), {.name = "a"});
    kept.tasks.push_back(first);
    kept.tasks.push_back(create_task(resists("b"), {.name = "b"}));
    kept.tasks.push_back(create_task(fails("c"), {.name = "c"}));
    kept.tasks.push_back(create_task(starts_another(kept.tasks, "d"), {.name = "d"}));
    kept.tasks.push_back(create_task(waits_for(first, "e"), {.name = "e"}));
    kept.tasks.push_back(create_task(consumer(kept.generator), {.name = "f"}));
    kept.tasks.push_back(create_task(in_group(), {.name = "g"}));
    kept.tasks.push_back(create_task(in_timeout(), {.name = "h"}));
    kept.tasks.push_back(create_task(gathers(), {.name = "i"}));
    loop.call_later(1, asyncio::named("log", log), "never? a timer");
    loop.call_later(50, asyncio::named("log", log), "never");
    co_await sleep(0);
    co_await sleep(0);
    kept.tasks.push_back(create_task(cleans_up("unborn", 0), {.name = "unborn"}));
    log("main ends");
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const auto kept = std::make_shared<Kept>();
    loop.set_exception_handler([kept](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        asyncio::print("handler", context.message, asyncio::repr(context.exception));
    });
    co_await with(*kept);
}

const Case kCase("run_leftovers", main_);

}  // namespace
}  // namespace conformance::run_leftovers
