// Context variables in callbacks, tasks, eager tasks, executors, generators and groups, at once.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::context_all_over {
namespace {

using namespace asyncio;

const ContextVar<std::string> user("user", "nobody");
const ContextVar<int> depth("depth");

void show(std::string what) {
    auto d = depth.get(std::nullopt);
    log(what, user.get(), d ? std::to_string(*d) : "-");
}

auto blocking(int n) {
    auto token = user.set("thread " + std::to_string(n));
    auto d = depth.get(std::nullopt);
    auto seen = std::pair(user.get(), d ? std::to_string(*d) : "-");
    user.reset(token);
    return std::pair(seen, user.get());
}

Coroutine<std::string> child(std::string name, int level) {
    show(name);
    auto token = depth.set(level);
    user.set(name);
    co_await sleep(level);
    show(name);
    if (level < 2) {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(child(name + ".", level + 1), {.name = name + "."});
            co_return;
        });
    }
    depth.reset(token);
    show(name);
    get_running_loop().call_soon(show, name + " soon");
    co_return user.get();
}

AsyncGenerator<std::string> gen() {
    for (int i = 0; i < 2; i++) {
        user.set("gen " + std::to_string(i));
        co_yield user.get();
    }
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    user.set("main");
    auto context = copy_context();
    context.run([] { depth.set(7); });
    auto task = create_task(child("A", 1), {.name = "A", .context = context});
    auto eager = Task<std::string>(child("B", 0), loop, {.name = "B", .eager_start = true});
    show("after the eager start");
    auto shared = create_task(child("C", 2), {.name = "C", .context = context});
    loop.call_later(1, show, "later");
    loop.call_soon(named("show", [] { show("in the context"); }), {.context = context});
    auto future = loop.create_future<>();
    future.add_done_callback([] { show("done callback"); });
    future.add_done_callback([] { show("done callback in it"); }, {.context = context});
    user.set("main 2");
    future.set_result();
    log(co_await to_thread(blocking, 1));
    log(co_await loop.run_in_executor(nullptr, blocking, 2));
    log(co_await context.run([] { return to_thread(blocking, 3); }));
    auto values = gen();
    while (auto value = co_await values.next()) show(*value);
    log(co_await gather(task, eager, shared));
    log(context[user], context.get(depth), context.contains(depth), task.get_context().is(context),
        eager.get_context().is(context));
    log(co_await wait_for(child("D", 1), 5));
    show("wait_for shares it");
    auto timer = loop.call_at(loop.time() - 5, show, "past");
    log(timer.when() - loop.time(), timer.cancelled());
    try {
        co_await async_with(timeout(0), []() -> Coroutine<> {
            user.set("in the block");
            co_await sleep(1);
        });
    } catch (const TimeoutError&) {
        show("after the timeout");
    }
    try {
        context.run([&] { context.run(show, "twice"); });
    } catch (const RuntimeError& exc) {
        log(exc.str().substr(0, exc.str().find(":")));
    }
}

const Case kCase("context_all_over", main_);

}  // namespace
}  // namespace conformance::context_all_over
