// Context variables: who sees what in callbacks, groups, gather, generators, threads, timers and nested
// tasks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::context_everywhere {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::named;
using asyncio::sleep;

const asyncio::ContextVar<std::string> var("var", "none");

Coroutine<> child(std::string name, std::string value = "") {
    log(name, "sees", var.get());
    if (!value.empty()) var.set(value);
    co_await sleep(1);
    log(name, "still sees", var.get());
}

void callback(std::string what) {
    log(what, var.get());
    var.set("by " + what);
}

asyncio::AsyncGenerator<int> generator() {
    log("generator", var.get());
    var.set("generator");
    co_yield 1;
    log("generator", var.get());
    co_yield 2;
}

Coroutine<std::string> in_executor() {
    const auto get = named("get", [] { return var.get(); });
    co_return co_await asyncio::to_thread(get);
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    var.set("main");
    const auto task = create_task(child("task", "task"), {.name = "task"});
    var.set("later");
    co_await asyncio::gather(child("g1", "g1"), child("g2"));
    log(var.get(), task.get_context()[var]);
    co_await child("awaited", "awaited");
    log(var.get());
    co_await asyncio::wait_for(child("wait_for", "wait_for"), 5);
    log(var.get());
    co_await asyncio::shield(child("shield", "shield"));
    log(var.get());
    const auto context = asyncio::copy_context();
    co_await create_task(child("own", "own"), {.context = context});
    log(context[var], var.get());
    co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        var.set("in group");
        group.create_task(child("t1", "t1"), {.name = "t1"});
        group.create_task(child("t2", "t2"), {.name = "t2", .context = context});
        co_return;
    });
    log(var.get(), context[var]);
    loop.call_soon(named("callback", callback), "call_soon");
    loop.call_later(1, named("callback", [] { callback("call_later"); }), {.context = context});
    const auto future = loop.create_future();
    future.add_done_callback([] { callback("done"); });
    future.add_done_callback([] { callback("done in context"); }, {.context = context});
    var.set("before the result");
    future.set_result();
    co_await sleep(2);
    log(var.get(), context[var]);
    const auto numbers = generator();
    while (const auto i = co_await numbers.next()) {
        log(*i, var.get());
        var.set("loop body");
    }
    log(co_await in_executor());
    log(context.run([] { return var.get(); }), context.size());
    auto token = var.set("token");
    log(*token.old_value());
    var.reset(token);
    log(var.get());
    try {
        var.reset(token);
    } catch (const asyncio::RuntimeError& exc) {
        log(exc.type_name());
    }
    try {
        context.run([&] { return context.run([] { return var.get(); }); });
    } catch (const asyncio::RuntimeError& exc) {
        log(exc.type_name());
    }
}

const Case kCase("context_everywhere", main_);

}  // namespace
}  // namespace conformance::context_everywhere
