// Context variables: tokens across tasks, timers, callbacks and tasks that share a context; texts of errors.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::context_corners {
namespace {

using asyncio::Context;
using asyncio::copy_context;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;

const asyncio::ContextVar<int> var("var", 0);
const asyncio::ContextVar<int> plain("plain");

template <class F>
void attempt(std::string what, F function) {
    try {
        if constexpr (std::is_void_v<decltype(function())>) {
            function();
            log(what, asyncio::None());
        } else {
            log(what, function());
        }
    } catch (const std::exception&) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<> texts() {
    attempt("get", [] { return plain.get(); });
    const auto token = var.set(1);
    log(!token.old_value(), token.var() == var, token);
    const auto second = var.set(2);
    attempt("wrong var", [&] { plain.reset(second); });
    attempt("reset", [&] { var.reset(second); });
    attempt("again", [&] { var.reset(second); });
    log(second);
    const auto context = copy_context();
    attempt("elsewhere", [&] { context.run([&] { var.reset(token); }); });
    attempt("entered", [&] { return context.run([&] { return context.run([] { return var.get(); }); }); });
    attempt("key", [&] { return context[plain]; });
    log(var, plain);
    var.reset(token);
    log(var.get(), copy_context().contains(var));
    co_return;
}

Coroutine<> resets(asyncio::Token<int> token) {
    attempt("child resets", [&] { var.reset(token); });
    log(var.get());
    co_return;
}

Coroutine<> token_of_another_task() {
    const auto token = var.set(5);
    co_await create_task(resets(token), {.name = "child"});
    const auto own = asyncio::current_task().get_context();
    co_await create_task(resets(token), {.name = "same context", .context = own});
    log(var.get());
    attempt("used", [&] { var.reset(token); });
}

void tick(std::string name) {
    log(name, var.get());
    var.set(var.get() + 1);
}

Coroutine<> timers() {
    auto& loop = asyncio::get_running_loop();
    const auto ticks = asyncio::named("tick", tick);
    var.set(10);
    loop.call_later(1, ticks, "a");
    var.set(20);
    loop.call_later(1, ticks, "b");
    const auto shared = copy_context();
    loop.call_later(2, asyncio::named("tick", [] { tick("c"); }), {.context = shared});
    loop.call_later(3, asyncio::named("tick", [] { tick("d"); }), {.context = shared});
    loop.call_soon_threadsafe(ticks, "e");
    co_await sleep(4);
    log(var.get(), shared[var]);
}

void step(int n) {
    log("step", n, var.get());
    var.set(var.get() * 2);
    if (n) asyncio::get_running_loop().call_soon(asyncio::named("step", step), n - 1);
}

Coroutine<> chain_of_callbacks() {
    auto& loop = asyncio::get_running_loop();
    var.set(1);
    loop.call_soon(asyncio::named("step", step), 3);
    for (int i = 0; i < 5; ++i) co_await sleep(0);
    log(var.get());
}

void fails() {
    var.set(99);
    throw asyncio::ValueError("inside");
}

Coroutine<> exception_in_context() {
    const auto context = copy_context();
    attempt("run", [&] { context.run(fails); });
    log(var.get(), context[var]);
    context.run([] { attempt("again", [] { return var.get(); }); });
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& info) {
        log("handler", info.message.substr(0, info.message.find('(')).substr(22), err(info.exception),
            var.get());
        var.set(-1);
    });
    loop.call_soon(asyncio::named("fails", fails));
    loop.call_soon(asyncio::named("fails", fails), {.context = context});
    co_await sleep(0);
    log(var.get(), context[var]);
    loop.set_exception_handler(nullptr);
}

Coroutine<int> sets(int n) {
    var.set(n);
    co_await sleep(n);
    co_return var.get();
}

Coroutine<> waits() {
    var.set(0);
    const int first = co_await asyncio::wait_for(sets(1), 2);
    log(first, var.get());
    try {
        co_await asyncio::wait_for(sets(3), 1);
    } catch (const asyncio::TimeoutError&) {
        log(var.get());
    }
    try {
        co_await asyncio::wait_for(sets(3), 0);
    } catch (const asyncio::TimeoutError&) {
        log(var.get());
    }
    co_await asyncio::async_with(asyncio::timeout(5), [&]() -> Coroutine<> {
        const int value = co_await sets(1);
        log(value, var.get());
    });
    const auto both = co_await asyncio::gather(sets(7), sets(8));
    log(both, var.get());
    const int shielded = co_await asyncio::shield(sets(1));
    log(shielded, var.get());
    for (auto next_one : asyncio::as_completed(sets(2), sets(1))) {
        const int value = co_await next_one;
        log(value, var.get());
    }
}

Coroutine<int> adds(int n) {
    for (int i = 0; i < 2; ++i) {
        var.set(var.get() + n);
        co_await sleep(0);
    }
    co_return var.get();
}

Coroutine<> shared_by_tasks() {
    const auto context = copy_context();
    context.run([] { var.set(100); });
    const auto a = create_task(adds(1), {.name = "a", .context = context});
    const auto b = create_task(adds(10), {.name = "b", .context = context});
    const auto eager = create_task(adds(1000), {.name = "eager", .context = context, .eager_start = true});
    log(context[var], outcome(eager));
    const auto all = co_await asyncio::gather(a, b, eager);
    log(all, context[var], var.get());
    co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        group.create_task(adds(5), {.name = "g", .context = context});
        co_return;
    });
    log(context[var], a.get_context().is(context));
}

Coroutine<> main_() {
    log("texts");
    co_await texts();
    log("token_of_another_task");
    co_await token_of_another_task();
    log("timers");
    co_await timers();
    log("chain_of_callbacks");
    co_await chain_of_callbacks();
    log("exception_in_context");
    co_await exception_in_context();
    log("waits");
    co_await waits();
    log("shared_by_tasks");
    co_await shared_by_tasks();
}

const Case kCase("context_corners", main_);

}  // namespace
}  // namespace conformance::context_corners
