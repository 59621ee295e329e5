// Done callbacks that add, remove and cancel each other, twice the same, in contexts, on futures that are
// done.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::done_callbacks_change {
namespace {

using asyncio::Callback;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::named;
using asyncio::sleep;
using Number = asyncio::Future<int>;
using Text = asyncio::Future<std::string>;

const asyncio::ContextVar<std::string> var("var", "none");

Coroutine<> waiter(Text waiting, std::string name) { log(name, co_await waiting); }

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        log("handler", asyncio::repr(context.exception));
    });
    const Number future = loop.create_future<int>();
    const auto third = std::make_shared<std::optional<Callback>>();
    const auto late = named("late", [](const Number& done) {
        log("late", var.get());
        done.add_done_callback([] { log("later still"); });
    });
    const auto first = future.add_done_callback(named("first", [=](const Number& done) {
        log("first", outcome(done), future.remove_done_callback(**third), var.get());
        done.add_done_callback(late);
    }));
    const auto fails = named("second", [=](const Number& done) {
        log("second", done == future);
        throw asyncio::ValueError("second");
    });
    const auto second = future.add_done_callback(fails);
    *third = future.add_done_callback(named("third", [] { log("third", var.get()); }));
    future.add_done_callback(**third);
    const auto removed = future.remove_done_callback(second);
    log(removed, future.remove_done_callback(second));
    future.add_done_callback(second);
    auto context = asyncio::copy_context();
    context.run([] { var.set("given"); });
    future.add_done_callback(late, {.context = context});
    future.set_result(1);
    log("set", future.remove_done_callback(first), future.remove_done_callback(**third));
    var.set("changed");
    co_await sleep(0);
    log("one turn");
    co_await sleep(0);
    log("two turns");
    co_await sleep(0);
    const auto task = create_task(sleep(5), {.name = "task"});
    const auto other = create_task(sleep(5), {.name = "other"});
    task.add_done_callback([=] { log("other", other.cancel("by a callback")); });
    other.add_done_callback([=] { log("task", task.cancel("back")); });
    co_await sleep(0);
    task.cancel("begin");
    co_await asyncio::wait(task, other);
    log(outcome(task), outcome(other));
    const Text waiting = loop.create_future<std::string>();
    const auto a = create_task(waiter(waiting, "a"), {.name = "a"});
    const auto b = create_task(waiter(waiting, "b"), {.name = "b"});
    waiting.add_done_callback([] { log("before those who wait"); });
    co_await sleep(0);
    waiting.add_done_callback([] { log("after those who wait"); });
    waiting.add_done_callback([=] { b.cancel("too late?"); });
    a.add_done_callback([] { log("a is over"); });
    waiting.set_result("result");
    co_await asyncio::wait(a, b);
    log(std::vector{outcome(a), outcome(b)});
    const auto done = loop.create_future();
    done.cancel("gone");
    done.add_done_callback([](const asyncio::Future<>& each) { log("cancelled", each.cancelled()); });
    done.add_done_callback([](const asyncio::Future<>& each) { log("also", each); });
    co_await sleep(0);
    log("end");
}

const Case kCase("done_callbacks_change", main_);

}  // namespace
}  // namespace conformance::done_callbacks_change
