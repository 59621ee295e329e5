// Eager tasks: nested starts, current_task() and all_tasks() inside, names, failures, and eager_start by
// hand.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_nested {
namespace {

std::string names(const std::vector<asyncio::AnyTask>& tasks) {
    std::set<std::string> sorted;
    for (const auto& task : tasks) sorted.insert(task.get_name());
    return asyncio::repr(std::vector<std::string>(sorted.begin(), sorted.end()));
}

asyncio::Coroutine<std::string> inner(std::string name, std::optional<double> delay) {
    log(name, "in", asyncio::current_task().get_name(), names(asyncio::all_tasks()));
    if (delay) co_await asyncio::sleep(*delay);
    log(name, "ends in", asyncio::current_task().get_name());
    co_return name;
}

asyncio::Coroutine<std::string> outer() {
    auto task = asyncio::create_task(inner("inner", 0));
    log("outer goes on in", asyncio::current_task().get_name(), outcome(task));
    auto done = asyncio::create_task(inner("done", std::nullopt), {.name = "done"});
    log(outcome(done));
    co_return co_await task;
}

asyncio::Coroutine<> fails() {
    throw asyncio::ValueError("eager");
    co_return;
}

asyncio::Coroutine<> body(asyncio::TaskGroup group) {
    group.create_task(fails(), {.name = "in group"});
    log("the body goes on");
    co_await asyncio::sleep(0);
    log("never printed");
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    log(!loop.get_task_factory());
    auto task = asyncio::create_task(inner("by hand", 1), {.eager_start = true});
    log(outcome(task));
    loop.set_task_factory(asyncio::eager_task_factory);
    log(loop.get_task_factory() == asyncio::eager_task_factory);
    log(co_await asyncio::create_task(outer(), {.name = "outer"}));
    auto failed = asyncio::create_task(fails(), {.name = "fails"});
    log(outcome(failed));
    auto lazy = asyncio::create_task(inner("lazy", std::nullopt), {.name = "lazy", .eager_start = false});
    log(outcome(lazy));
    log(co_await lazy);
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), body);
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc));
    }
    log(co_await asyncio::gather(inner("a", std::nullopt), inner("b", std::nullopt)));
    loop.set_task_factory(nullptr);
    log(co_await asyncio::create_task(inner("normal", std::nullopt)));
    log(co_await task);
}

const Case kCase("eager_nested", main_);

}  // namespace
}  // namespace conformance::eager_nested
