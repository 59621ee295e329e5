// What asyncio says when it is used wrongly: futures, tasks, loops, locks, queues, groups, limits, readers,
// writers.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <limits>

namespace conformance::error_texts {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::None;
using asyncio::repr;

template <class Function>
void tried(const char* what, Function function) {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Function>>) {
            function();
            log(what, "gave", None());
        } else {
            log(what, "gave", function());
        }
    } catch (...) {
        log(what, repr(std::current_exception()));
    }
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(what, repr(std::current_exception()));
    }
}

Coroutine<> nothing() { co_return; }

Coroutine<> futures() {
    auto& loop = asyncio::get_running_loop();
    auto future = loop.create_future();
    tried("result", [&] { future.result(); });
    tried("exception", [&] { future.exception(); });
    future.set_result();
    tried("set_result", [&] { future.set_result(); });
    tried("set_exception", [&] { future.set_exception(asyncio::ValueError("late")); });
    tried("cancel", [&] { return future.cancel(); });
    future = loop.create_future();
    future.cancel("gone");
    tried("result", [&] { future.result(); });
    tried("exception", [&] { future.exception(); });
    tried("set_result", [&] { future.set_result(); });
    auto task = create_task(nothing(), {.name = "t"});
    tried("task result", [&] { task.result(); });
    tried("task exception", [&] { task.exception(); });
    tried("task set_result", [&] { task.set_result(); });
    tried("task set_exception", [&] { task.set_exception(asyncio::ValueError("no")); });
    tried("uncancel", [&] { return task.uncancel(); });
    co_await task;
    task = create_task(nothing(), {.name = "u"});
    task.cancel();
    co_await asyncio::wait(task);
    tried("cancelled result", [&] { task.result(); });
    tried("cancelled exception", [&] { task.exception(); });
}

Coroutine<> loops() {
    auto& loop = asyncio::get_running_loop();
    tried("close", [&] { loop.close(); });
    tried("run_forever", [&] { loop.run_forever(); });
    co_await attempt("sleep", asyncio::sleep(std::numeric_limits<double>::quiet_NaN()));
    auto coroutine = nothing();
    tried("run_until_complete", [&] { loop.run_until_complete(std::move(coroutine)); });
    coroutine = nothing();
    tried("run", [&] { asyncio::run(std::move(coroutine)); });
    const auto other = asyncio::new_event_loop();
    coroutine = nothing();
    tried("other loop", [&] { other->run_until_complete(std::move(coroutine)); });
    asyncio::Runner runner;
    coroutine = nothing();
    tried("runner", [&] { runner.run(std::move(coroutine)); });
    runner.close();
    coroutine = nothing();
    tried("closed runner", [&] { runner.run(std::move(coroutine)); });
}

Coroutine<> primitives() {
    const asyncio::Lock lock;
    const asyncio::Condition condition;
    const asyncio::Event event;
    tried("release", [&] { lock.release(); });
    tried("notify", [&] { condition.notify(); });
    tried("notify_all", [&] { condition.notify_all(); });
    co_await attempt("wait", condition.wait());
    co_await attempt("wait_for", condition.wait_for([] { return false; }));
    tried("semaphore", [] { asyncio::Semaphore(-1); });
    tried("bounded", [] { asyncio::BoundedSemaphore(1).release(); });
    tried("barrier", [] { asyncio::Barrier(0); });
    const asyncio::Barrier barrier(2);
    co_await barrier.abort();
    co_await attempt("broken", barrier.wait());
    event.set();
    event.clear();
    log(event, None(), event, None(), event);
    const asyncio::Queue<int> queue(1);
    tried("get_nowait", [&] { return queue.get_nowait(); });
    tried("task_done", [&] { queue.task_done(); });
    queue.put_nowait(1);
    tried("put_nowait", [&] { queue.put_nowait(2); });
    queue.shutdown();
    tried("shut put_nowait", [&] { queue.put_nowait(2); });
    co_await attempt("shut put", queue.put(2));
    log(queue.get_nowait());
    co_await attempt("shut get", queue.get());
}

Coroutine<> scopes() {
    const asyncio::TaskGroup group;
    auto coroutine = nothing();
    tried("not entered", [&] { group.create_task(std::move(coroutine)); });
    co_await async_with(group, []() -> Coroutine<> { co_return; });
    coroutine = nothing();
    tried("finished", [&] { group.create_task(std::move(coroutine)); });
    co_await attempt("entered twice", group.aenter());
    const asyncio::Timeout scope = asyncio::timeout(1);
    tried("reschedule", [&] { scope.reschedule(2); });
    co_await async_with(scope, [&]() -> Coroutine<> {
        log(scope.when());
        co_return;
    });
    tried("reschedule", [&] { scope.reschedule(2); });
    tried("scope entered twice", [&] { scope.enter(); });
    co_await attempt("wait", asyncio::wait(std::vector<asyncio::Task<>>()));
    co_await attempt("gather", asyncio::gather());
    tried("as_completed", [] {
        std::vector<int> results;
        for (auto each : asyncio::as_completed(std::vector<asyncio::Task<>>())) results.push_back(1);
        return results;
    });
}

Coroutine<> readers() {
    for (const int limit : {0, -1}) tried("limit", [&] { asyncio::StreamReader made(limit); });
    const asyncio::StreamReader reader(4);
    co_await attempt("exactly", reader.readexactly(-1));
    co_await attempt("until", reader.readuntil(""));
    reader.feed_data("abcdefgh;x");
    co_await attempt("longer", reader.readuntil(";"));
    co_await attempt("line", reader.readline());
    reader.feed_data("123456");
    co_await attempt("overrun", reader.readuntil(";"));
    const auto waiting = create_task(reader.readexactly(100), {.name = "waiting"});
    co_await asyncio::sleep(0);
    co_await attempt("second", reader.read(1));
    co_await attempt("second", reader.readline());
    reader.feed_eof();
    co_await attempt("waiting", waiting);
    tried("feed", [&] { reader.feed_data("late"); });
    reader.set_exception(asyncio::ValueError("broken"));
    co_await attempt("read", reader.read(1));
    co_await attempt("exactly", reader.readexactly(1));
}

Coroutine<> main_() {
    log("futures");
    co_await futures();
    log("loops");
    co_await loops();
    log("primitives");
    co_await primitives();
    log("scopes");
    co_await scopes();
    log("readers");
    co_await readers();
}

const Case kCase("error_texts", main_);

}  // namespace
}  // namespace conformance::error_texts
