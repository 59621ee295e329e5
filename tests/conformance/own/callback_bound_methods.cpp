// What is most often given to callbacks: task.cancel, future.set_result, event.set, functions that take the
// task; and tasks made by ensure_future().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::callback_bound_methods {
namespace {

using asyncio::create_task;
using asyncio::Future;
using asyncio::named;
using asyncio::Task;

asyncio::Coroutine<std::string> work(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    co_return name;
}

void on_done(Future<std::string> future) { log("on_done", future.result()); }

void on_task(Task<std::string> task) { log("on_task", task.get_name(), task.result()); }

void nothing() { log("nothing"); }

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    auto task = create_task(work("a", 1), {.name = "a"});
    task.add_done_callback(named("on_done", on_done));
    task.add_done_callback(named("on_task", on_task));
    task.add_done_callback([&](auto t) { log("lambda", t.get_name(), t == task); });
    co_await task;
    task.add_done_callback(named("on_task", on_task));
    auto slow = create_task(work("slow", 10), {.name = "slow"});
    loop.call_later(1, &Task<std::string>::cancel, slow);
    try {
        co_await slow;
    } catch (const asyncio::CancelledError& exc) {
        log(exc.repr());
    }
    slow = create_task(work("slow", 10), {.name = "slow, too"});
    loop.call_later(1, &Task<std::string>::cancel, slow, "with a message");
    co_await asyncio::wait(slow);
    log(outcome(slow));
    const auto text = loop.create_future<std::string>();
    loop.call_later(1, &Future<std::string>::set_result, text, "value");
    log(co_await text);
    const auto number = loop.create_future<int>();
    loop.call_soon(&Future<int>::set_result, number, 5);
    loop.call_soon(&Future<int>::cancel, number);
    log(co_await number);
    const auto empty = loop.create_future();
    empty.add_done_callback([](auto future) { log("empty", outcome(future)); });
    loop.call_at(loop.time() + 1, &Future<>::set_result, empty, asyncio::None());
    co_await empty;
    log(asyncio::None());
    const auto gone = loop.create_future();
    loop.call_soon(&Future<>::cancel, gone, "gone");
    try {
        co_await gone;
    } catch (const asyncio::CancelledError& exc) {
        log(exc.repr());
    }
    const asyncio::Event event;
    loop.call_later(0.5, &asyncio::Event::set, event);
    loop.call_soon(named("nothing", nothing));
    loop.call_soon(named("log", log), "logged", 5);
    log(co_await event.wait());
    const auto ensured = asyncio::ensure_future(work("e", 1));
    ensured.set_name("ensured");
    const auto result = co_await ensured;
    log(result, ensured.get_name(), asyncio::ensure_future(ensured) == ensured);
    const auto inner = create_task(work("inner", 1), {.name = "inner"});
    const auto outer = asyncio::shield(inner);
    const auto [done, pending] =
        co_await asyncio::wait(inner, outer, asyncio::ensure_future(work("slept", 1)));
    std::vector<std::string> results;
    for (const auto& future : done) results.push_back(future.result());
    std::sort(results.begin(), results.end());
    log(results, pending.size());
    for (const auto& each : asyncio::all_tasks()) log(each.get_name(), each == asyncio::current_task());
}

const Case kCase("callback_bound_methods", main_);

}  // namespace
}  // namespace conformance::callback_bound_methods
