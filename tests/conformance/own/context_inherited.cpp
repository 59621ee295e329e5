// contextvars: who inherits what: tasks, callbacks, timers, done callbacks, awaited coroutines and
// wait_for().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::context_inherited {
namespace {

const asyncio::ContextVar<std::string> var("var", "default");

asyncio::Coroutine<> child(std::string name) {
    log(name, "sees", var.get());
    var.set(name);
    co_await asyncio::sleep(0);
    log(name, "sees", var.get());
}

void callback(std::string name) {
    log(name, "sees", var.get());
    var.set("callback");
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.call_soon(asyncio::named("callback", callback), "early");
    var.set("main");
    const auto context = asyncio::copy_context();
    auto task = asyncio::create_task(child("task"), {.name = "task"});
    task.add_done_callback([] { callback("done"); });
    task.add_done_callback([] { callback("done in context"); }, {.context = context});
    var.set("later");
    loop.call_soon(asyncio::named("callback", callback), "soon");
    loop.call_later(1, asyncio::named("callback", callback), "timer");
    loop.call_at(1, [] { callback("at in context"); }, {.context = context});
    co_await child("awaited");
    log("main", var.get(), context[var], task.get_context()[var]);
    co_await asyncio::wait_for(child("wait_for"), 5);
    log("main", var.get());
    co_await asyncio::wait_for(asyncio::create_task(child("wait_for task")), 5);
    log("main", var.get());
    co_await asyncio::gather(child("gathered"), child("gathered too"));
    log("main", var.get());
    co_await asyncio::sleep(2);
    log("main", var.get(), context[var]);
}

const Case kCase("context_inherited", main_);

}  // namespace
}  // namespace conformance::context_inherited
