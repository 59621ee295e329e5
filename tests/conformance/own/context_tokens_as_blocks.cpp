// Context variables: tokens as blocks, what a with statement restores, Context.run in tasks, and what
// generators and eager tasks see.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::context_tokens_as_blocks {
namespace {

using namespace asyncio;

const ContextVar<std::string> var("var", "default");
const ContextVar<std::string> other("other");

Coroutine<std::string> child(std::string name) {
    log(name, "begins", var.get(), other.get("none"));
    var.set(name);
    co_await sleep(1);
    log(name, "ends", var.get());
    co_return var.get();
}

AsyncGenerator<int> items(std::string name) {
    for (int i = 0; i < 2; ++i) {
        log(name, "item", i, var.get());
        const auto token = var.set(name + " " + std::to_string(i));
        try {
            co_yield i;
            log(name, "after", i, var.get());
        } catch (...) {
            var.reset(token);
            throw;
        }
        var.reset(token);
    }
}

void callback(std::string name) {
    log("callback", name, var.get());
    var.set(name);
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    const auto token = var.set("outer");
    {
        log(var.get(), !token.old_value(), true);
        Task<std::string> task;
        co_await async_with(var.set("inner"), [&]() -> Coroutine<> {
            log(var.get());
            task = create_task(child("task"), {.name = "task"});
            co_return;
        });
        log(var.get());
        co_await task;
        log(var.get());
        try {
            co_await async_with(var.set("raises"), []() -> Coroutine<> {
                throw ValueError("in the block");
                co_return;
            });
        } catch (const ValueError& exc) {
            log(err(exc), var.get());
        }
        var.reset(token);
    }
    log(var.get());
    try {
        var.reset(token);
    } catch (const RuntimeError& exc) {
        log(exc.str().substr(0, exc.str().find('<')));
    }
    try {
        other.get();
    } catch (const LookupError& exc) {
        log(exc.type_name());
    }

    auto context = copy_context();
    context.run([] { var.set("given"); });
    auto [first, second] = co_await gather(create_task(child("first"), {.context = context}),
                                           create_task(child("second"), {.context = context}));
    log(first, second, context[var], var.get(), context.size(), context.contains(other));

    {
        auto generator = items("g");
        while (auto i = co_await generator.next()) {
            log("got", *i, var.get());
            var.set("body " + std::to_string(*i));
        }
    }
    log(var.get());
    auto generator = items("h");
    log(co_await create_task(anext(generator), {.name = "n1"}), var.get());
    try {
        log(co_await create_task(anext(generator), {.name = "n2"}), var.get());
    } catch (const ValueError& exc) {
        log(exc.str().substr(0, exc.str().find('<')), exc.str().substr(exc.str().rfind('>') + 1));
    }
    co_await generator.aclose();
    log(var.get());

    loop.call_soon(named("callback", callback), "one");
    loop.call_soon(named("callback", [] { callback("two"); }), {.context = context});
    loop.call_later(1, named("callback", [] { callback("three"); }), {.context = context});
    co_await sleep(2);
    log(var.get(), context[var]);
    auto future = loop.create_future<>();
    future.add_done_callback([] { callback("four"); }, {.context = context});
    future.add_done_callback([] { callback("five"); });
    var.set("changed");
    future.set_result();
    co_await sleep(0);
    log(var.get(), context[var]);
    Task<std::string> a, b;
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        const auto inside = var.set("group");
        a = group.create_task(child("a"), {.name = "a"});
        var.reset(inside);
        b = group.create_task(child("b"), {.name = "b", .context = context});
        co_return;
    });
    log(a.get_context()[var], b.get_context().is(context), context[var]);
    loop.set_task_factory(eager_task_factory);
    auto c = create_task(child("c"), {.name = "c"});
    auto d = create_task(child("d"), {.name = "d", .context = context});
    log(var.get(), context[var]);
    co_await wait_for(child("e"), 5);
    log(var.get());
    co_await gather(c, d);
    log(co_await to_thread([] { return var.get(); }), context.run([] { return var.get(); }));
    try {
        context.run([&] { return context.run([] { return 1; }); });
    } catch (const RuntimeError& exc) {
        log(exc.str().substr(0, exc.str().find(':')));
    }
}

const Case kCase("context_tokens_as_blocks", main_);

}  // namespace
}  // namespace conformance::context_tokens_as_blocks
