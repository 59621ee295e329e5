// Eager tasks: what create_task() raises, names and reprs, parents that are cancelled.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_corners {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::current_task;
using asyncio::repr;
using asyncio::sleep;
using asyncio::Task;
using Text = Coroutine<std::string>;

const asyncio::ContextVar<std::string> var("var", "none");

Text value(std::string what) {
    log("value", what, var.get());
    var.set(what);
    co_return what;
}

template <class E>
Coroutine<> raises(E exc) {
    throw exc;
    co_return;
}

Text sleeps(double delay, std::string what) {
    std::exception_ptr error;
    try {
        co_await sleep(delay);
    } catch (const asyncio::CancelledError& exc) {
        log(what, "cancelled", err(exc));
        error = std::current_exception();
    }
    log(what, "finally", var.get());
    if (error) std::rethrow_exception(error);
    co_return what;
}

Coroutine<> renames_itself() {
    const auto me = current_task();
    me.set_name("renamed");
    co_await sleep(0);
    log(me.get_name());
}

Coroutine<> names_and_reprs() {
    const auto task = create_task(renames_itself(), {.name = "first", .eager_start = true});
    log(task.get_name());
    co_await task;
    const auto done = create_task(value("done"), {.name = "done", .eager_start = true});
    log(repr(done), done.get_coro());
    const auto failed =
        create_task(raises(asyncio::ValueError("x")), {.name = "failed", .eager_start = true});
    log(repr(failed));
    try {
        failed.result();
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    const auto number = create_task(value("numbered"), {.eager_start = true});
    log(number.get_name().starts_with("Task-"), "Task");
    const auto lazy = create_task(value("lazy"), {.name = "lazy", .eager_start = false});
    co_await lazy;
}

Text cancels_parent(asyncio::AnyTask parent) {
    const bool asked = parent.cancel("from the child");
    log("cancels", asked, parent.cancelling());
    co_await sleep(0);
    log("child goes on");
    co_return "child";
}

Coroutine<> parent_cancelled_inside() {
    const auto me = current_task();
    const auto child = create_task(cancels_parent(me), {.name = "child", .eager_start = true});
    log("made", outcome(child), me.cancelling());
    try {
        co_await child;
    } catch (const asyncio::CancelledError& exc) {
        log("parent", err(exc), me.uncancel(), outcome(child));
    }
}

Text awaits_parent(asyncio::AnyTask parent) {
    log("waits for its parent");
    co_return (co_await parent).str();
}

Text parent() {
    const auto child = create_task(awaits_parent(current_task()), {.name = "inner", .eager_start = true});
    co_await sleep(1);
    log(outcome(child));
    co_return "parent";
}

Text top() {
    const auto task = create_task(parent(), {.name = "outer", .eager_start = true});
    log(outcome(task));
    co_return co_await task;
}

Coroutine<> circle() {
    log(co_await top());
    co_await sleep(0);
}

Text adds_callback(std::vector<std::string>& order) {
    current_task().add_done_callback([&] { order.push_back("own"); });
    co_return "done";
}

Coroutine<> done_callbacks() {
    std::vector<std::string> order;
    const auto task = create_task(adds_callback(order), {.name = "child", .eager_start = true});
    task.add_done_callback([&] { order.push_back("mine"); });
    log(order, outcome(task));
    co_await task;
    log(order);
    co_await sleep(0);
    log(order);
}

Coroutine<> group_of_eagers() {
    Task<std::string> a, c, d;
    Task<> b;
    std::exception_ptr error;
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
            a = group.create_task(sleeps(1, "a"), {.name = "a", .eager_start = true});
            b = group.create_task(raises(asyncio::KeyError("b")), {.name = "b", .eager_start = true});
            log(outcome(a), outcome(b), current_task().cancelling());
            c = group.create_task(sleeps(1, "c"), {.name = "c", .eager_start = true});
            d = group.create_task(value("d"), {.name = "d", .eager_start = true});
            log(outcome(c), outcome(d));
            co_await sleep(0);
            log("not reached");
        });
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(error, asyncio::on<asyncio::KeyError>([&](const asyncio::BaseExceptionGroup& group) {
                             log(err(group), outcome(a), outcome(c));
                         }));
}

Text limited() {
    asyncio::Timeout timeout = asyncio::timeout(1);
    try {
        co_await asyncio::async_with(timeout, [&]() -> Coroutine<> {
            log(timeout);
            co_await sleep(2);
        });
    } catch (const asyncio::TimeoutError& exc) {
        log(err(exc), timeout.expired(), current_task().cancelling());
    }
    co_return "limited";
}

Coroutine<> timeout_inside() {
    const auto task = create_task(limited(), {.name = "limited", .eager_start = true});
    log("made");
    log(co_await task);
}

Coroutine<> in_a_callback() {
    Task<std::string> made;
    asyncio::get_running_loop().call_soon(asyncio::named("callback", [&] {
        log("callback", current_task());
        made = create_task(sleeps(0, "by callback"), {.name = "cb", .eager_start = true});
        log("callback", current_task(), outcome(made));
    }));
    co_await sleep(0);
    co_await made;
}

template <class E>
void interrupt(E exc) {
    try {
        create_task(raises(exc), {.name = "interrupt", .eager_start = true});
        log("not here");
    } catch (const asyncio::BaseException& caught) {
        log(caught.type_name());
    }
}

Coroutine<> main_() {
    log("names_and_reprs");
    co_await names_and_reprs();
    log("parent_cancelled_inside");
    co_await parent_cancelled_inside();
    log("circle");
    co_await circle();
    log("done_callbacks");
    co_await done_callbacks();
    log("group_of_eagers");
    co_await group_of_eagers();
    log("timeout_inside");
    co_await timeout_inside();
    log("in_a_callback");
    co_await in_a_callback();
    log("interrupts");
    interrupt(asyncio::KeyboardInterrupt("key"));
    interrupt(asyncio::SystemExit(3));
    try {
        const auto task =
            create_task(raises(asyncio::CancelledError("by hand")), {.name = "by hand", .eager_start = true});
        log(outcome(task));
        co_await task;
    } catch (const asyncio::CancelledError& exc) {
        log(err(exc));
    }
}

const Case kCase("eager_corners", main_);

}  // namespace
}  // namespace conformance::eager_corners
