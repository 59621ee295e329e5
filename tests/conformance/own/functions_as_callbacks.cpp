// Plain functions in every place where one is called back, and managers whose aexit() says whether it
// swallows.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::functions_as_callbacks {
namespace {

using namespace asyncio;

void called(std::string what) { log("called", what); }
void called_twice(std::string what, int number) { log("called", what, number); }
void bad() { throw ValueError("bad"); }
void done(Future<int> future) { log("done", future.result()); }
void slept(Task<std::string> task) { log("done", task.result()); }
void forget() { log("forget"); }
void handle(EventLoop&, const ExceptionContext& context) {
    log("handler:", context.message.substr(0, context.message.find('(')), err(context.exception));
}

struct Manager {
    Manager(std::string its_name, bool whether) : name(its_name), swallows(whether) {}
    std::string name;
    bool swallows;

    Coroutine<Manager*> aenter() {
        co_await sleep(1);
        co_return this;
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        log(name, "leaves", error ? err(error) : "None");
        co_await sleep(1);
        co_return swallows;
    }
};

AsyncGenerator<int> numbers() {
    co_yield 1;
    co_yield 2;
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.set_exception_handler(handle);
    loop.call_soon(named("called", called_twice), "soon", 1);
    loop.call_later(1, called, "later");
    loop.call_at(2, forget);
    loop.call_soon(bad);
    auto future = loop.create_future<int>();
    future.add_done_callback(done);
    auto event = loop.create_future();
    loop.call_later(3, &Future<int>::set_result, future, 5);
    loop.call_later(4, &Future<>::set_result, event);
    co_await event;
    loop.call_soon_threadsafe(forget);
    auto task = create_task(sleep(1, "slept"), {.name = "sleeper"});
    task.add_done_callback(named("done", slept));
    co_await task;
    const Manager m("m", false), s("s", true), outer("outer", true), inner("inner", false), r("r", false);
    co_await async_with(m, [](Manager* entered) -> Coroutine<> {
        log(entered->name);
        co_return;
    });
    const auto fails = [](std::exception_ptr error) -> Coroutine<> {
        std::rethrow_exception(error);
        co_return;
    };
    co_await async_with(s, [&] { return fails(std::make_exception_ptr(KeyError("swallowed"))); });
    try {
        co_await async_with(outer, inner, [&] { return fails(std::make_exception_ptr(ValueError("both"))); });
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    try {
        co_await async_with(r, [&] { return fails(std::make_exception_ptr(ValueError("raised"))); });
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    co_await async_with(aclosing(numbers()), [](AsyncGenerator<int>& generator) -> Coroutine<> {
        log(co_await anext(generator));
    });
}

const Case kCase("functions_as_callbacks", main_);

}  // namespace
}  // namespace conformance::functions_as_callbacks
