// What main leaves behind fights back: tasks that start others, that fail, that cancel each other, generators
// that wait, late callbacks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::run_storm {
namespace {

using namespace asyncio;

void handler(EventLoop&, const ExceptionContext& context) {
    log("handler", context.message.substr(0, context.message.find('<')), context.keys(),
        context.exception ? err(context.exception) : "None");
}

Coroutine<> starts_another(int depth) {
    std::exception_ptr error;
    try {
        co_await sleep(99);
    } catch (...) {
        error = std::current_exception();
    }
    log("depth", depth);
    if (depth > 0) create_task(starts_another(depth - 1), {.name = "depth " + std::to_string(depth - 1)});
    if (error) std::rethrow_exception(error);
}

Coroutine<> fails_twice() {
    try {
        co_await sleep(99);
    } catch (const CancelledError&) {
        throw KeyError("second");
    }
}

Coroutine<> fails_later() {
    try {
        co_await sleep(99);
    } catch (...) {}
    co_await sleep(2);
    throw OSError("at the very end");
}

Coroutine<> cancels(std::vector<AnyTask> others) {
    std::exception_ptr error;
    try {
        co_await sleep(99);
    } catch (...) {
        error = std::current_exception();
    }
    for (const auto& other : others) log("cancel", other.get_name(), other.cancel("once more"));
    co_await sleep(1);
    log("cancelled them");
    if (error) std::rethrow_exception(error);
}

Coroutine<std::string> survives() {
    for (int attempt = 0; attempt < 3; ++attempt) {
        try {
            co_await sleep(50);
        } catch (const CancelledError& exc) {
            log("survives", attempt, err(exc), current_task().cancelling());
        }
    }
    co_return "survivor";
}

AsyncGenerator<int> numbers(std::string name, std::exception_ptr error = nullptr) {
    std::exception_ptr raised;
    try {
        for (int i = 0; i < 9; ++i) co_yield i;
    } catch (...) {
        raised = std::current_exception();
    }
    co_await sleep(1);
    log(name, "closed");
    if (error) std::rethrow_exception(error);
    if (raised) std::rethrow_exception(raised);
}

Coroutine<> consumes(std::string name, AsyncGenerator<int> generator) {
    while (const auto number = co_await generator.next()) {
        log(name, *number);
        co_await sleep(99);
    }
}

Coroutine<> in_group() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(fails_later(), {.name = "inner"});
        group.create_task(sleep(99), {.name = "other"});
        co_await sleep(99);
    });
}

Coroutine<> waits_for_thread() {
    co_await to_thread([] { return 0; });
    const Event event;
    co_await event.wait();
}

std::vector<AsyncGenerator<int>> held;

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.set_exception_handler(handler);
    create_task(starts_another(2), {.name = "depth 2"});
    create_task(fails_twice(), {.name = "fails twice"});
    const auto later = create_task(fails_later(), {.name = "fails later"});
    const auto survivor = create_task(survives(), {.name = "survives"});
    const std::vector<AnyTask> others = {later, survivor};
    create_task(cancels(others), {.name = "cancels"});
    create_task(in_group(), {.name = "in group"});
    create_task(waits_for_thread(), {.name = "thread"});
    held = {numbers("held"), numbers("failing", std::make_exception_ptr(ValueError("generator")))};
    create_task(consumes("a", held[0]), {.name = "a"});
    create_task(consumes("b", held[1]), {.name = "b"});
    loop.call_later(0.5, named("log", log), "in time");
    loop.call_later(500, named("log", log), "never");
    survivor.add_done_callback([&loop](const Task<std::string>& task) {
        loop.call_soon(named("log", log), "soon after", task.result());
    });
    const auto future = loop.create_future<int>();
    future.add_done_callback([](const Future<int>&) { log("never"); });
    co_await sleep(1);
    log("main ends");
}

const Case kCase("run_storm", main_);

}  // namespace
}  // namespace conformance::run_storm
