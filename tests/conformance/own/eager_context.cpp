// Eager tasks: the first step runs in a copy of the context; a task factory of the program's own sees each
// coroutine.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_context {
namespace {

const asyncio::ContextVar<std::string> var("var", "unset");

asyncio::Coroutine<> child(std::string name) {
    log(name, "sees", var.get());
    var.set(name);
    co_await asyncio::sleep(0);
    log(name, "sees", var.get());
}

asyncio::AnyTask make(asyncio::EventLoop& loop, asyncio::AnyCoroutine coro, asyncio::TaskOptions options) {
    return coro.make_task(loop, options);
}

asyncio::AnyTask factory(asyncio::EventLoop& loop, asyncio::AnyCoroutine coro, asyncio::TaskOptions options) {
    log("factory", coro.name());
    return make(loop, coro, options);
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_task_factory(asyncio::eager_task_factory);
    var.set("main");
    auto a = asyncio::create_task(child("A"), {.name = "A"});
    log("main sees", var.get());
    const auto context = asyncio::copy_context();
    auto b = asyncio::create_task(child("B"), {.name = "B", .context = context});
    log("main sees", var.get(), "context", context[var]);
    co_await asyncio::wait(a, b);
    loop.set_task_factory(factory);
    co_await asyncio::create_task(child("C"), {.name = "C"});
    loop.set_task_factory(asyncio::create_eager_task_factory(make));
    auto task = asyncio::create_task(child("D"), {.name = "D"});
    log("D", outcome(task));
    co_await task;
}

const Case kCase("eager_context", main_);

}  // namespace
}  // namespace conformance::eager_context
