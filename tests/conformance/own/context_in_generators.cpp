// Context variables inside of asynchronous generators, their finally, callbacks, timers, eager tasks and
// nested runs.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::context_in_generators {
namespace {

using asyncio::AsyncGenerator;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::named;

const asyncio::ContextVar<std::string> var("var", "default");
const asyncio::ContextVar<std::string> other("other");

AsyncGenerator<int> numbers(std::string name) {
    var.set("set by " + name);
    std::exception_ptr error;
    try {
        for (int number = 0; number < 3; ++number) {
            log(name, number, "sees", var.get());
            co_yield number;
        }
    } catch (...) {
        error = std::current_exception();
    }
    log(name, "ends with", var.get());
    var.set("end of " + name);
    if (error) std::rethrow_exception(error);
}

Coroutine<> consumes(std::string name, AsyncGenerator<int> generator, int count) {
    var.set("set by " + name);
    while (auto number = co_await generator.next()) {
        log(name, "got", *number, var.get());
        var.set(name + " " + std::to_string(*number));
        if (*number == count) break;
    }
    log(name, "leaves with", var.get());
}

Coroutine<> in_turns(AsyncGenerator<int> generator) {
    asyncio::Task<int> task;
    for (const char* name : {"x", "y"}) {
        task = create_task(asyncio::anext(generator), {.name = name});
        const int number = co_await task;
        log(number, var.get());
    }
    auto context = asyncio::copy_context();
    context.run([] { var.set("a given context"); });
    task = create_task(asyncio::anext(generator), {.name = "z", .context = context});
    const int number = co_await task;
    log(number, var.get(), context[var]);
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    co_await consumes("direct", numbers("one"), 5);
    log("main", var.get());
    const auto generator = numbers("two");
    co_await create_task(consumes("task", generator, 1), {.name = "task"});
    log("main", var.get());
    co_await generator.aclose();
    log("main", var.get());
    co_await in_turns(numbers("three"));
    log(other.get("nothing"), asyncio::copy_context().contains(other));
    try {
        other.get();
    } catch (const asyncio::LookupError&) {
        log("LookupError", other.name());
    }
    const auto token = other.set("1");
    const auto callback = named("callback", [](std::string what) {
        log(what, var.get(), other.get("nothing"));
        other.set(what);
    });
    loop.call_soon(callback, "soon");
    loop.call_later(1, callback, "later");
    other.set("2");
    auto context = asyncio::copy_context();
    loop.call_soon(named("callback", [=]() mutable { callback.function("given"); }), {.context = context});
    loop.call_later(1, named("callback", [=]() mutable { callback.function("later given"); }),
                    {.context = context});
    other.reset(token);
    log(other.get("nothing"), token.var() == other, !token.old_value());
    loop.call_soon(callback, "after reset");
    co_await asyncio::sleep(2);
    log(context[other], other.get("nothing"));
    const auto future = loop.create_future();
    var.set("when added");
    future.add_done_callback([] { log("done", var.get()); });
    future.add_done_callback([] { log("done given", var.get()); }, {.context = context});
    var.set("when set");
    future.set_result();
    co_await asyncio::sleep(0);
    const auto eager =
        create_task(consumes("eager", numbers("four"), 0), {.name = "eager", .eager_start = true});
    log("main", var.get(), eager.done());
    co_await eager;
    log(context.run([] { return var.get(); }));
}

const Case kCase("context_in_generators", main_);

}  // namespace
}  // namespace conformance::context_in_generators
