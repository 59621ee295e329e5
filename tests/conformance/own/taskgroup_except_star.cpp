// except* around nested groups: parts caught inside, raised anew, cancelled siblings, and what is left for
// outside.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_except_star {
namespace {

using asyncio::async_with;
using asyncio::BaseExceptionGroup;
using asyncio::Coroutine;
using asyncio::except_star;
using asyncio::on;
using asyncio::sleep;
using asyncio::TaskGroup;

template <class E>
Coroutine<> fails(E exc, double delay = 0) {
    co_await sleep(delay);
    throw exc;
}

Coroutine<> cleans_up(std::string name) {
    try {
        co_await sleep(10);
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw asyncio::RuntimeError(name);
    }
}

Coroutine<> inner(std::string name) {
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            group.create_task(fails(asyncio::ValueError("v"), 1), {.name = name + "1"});
            group.create_task(fails(asyncio::KeyError("k"), 1), {.name = name + "2"});
            group.create_task(cleans_up(name), {.name = name + "3"});
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<asyncio::ValueError>([&](const BaseExceptionGroup& caught) {
                    log(name, "values", err(caught), caught.message());
                }),
                on<asyncio::RuntimeError>(
                    [&](const BaseExceptionGroup& caught) { log(name, "runtime", err(caught)); }));
    log(name, "never");
}

Coroutine<> raises_in_clause() {
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
            group.create_task(fails(asyncio::OSError("first")), {.name = "o"});
            group.create_task(fails(asyncio::TypeError("second")), {.name = "t"});
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error,
                on<asyncio::OSError>([](const BaseExceptionGroup&) { throw asyncio::LookupError("new"); }),
                on<asyncio::TypeError>([](const BaseExceptionGroup& caught) {
                    std::rethrow_exception(caught.exceptions()[0]);
                }));
}

Coroutine<> outer() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(inner("a"), {.name = "a"});
        group.create_task(raises_in_clause(), {.name = "c"});
        group.create_task(inner("b"), {.name = "b"});
        co_await sleep(5);
    });
}

void tree(const std::exception_ptr& exc, std::size_t depth = 0) {
    const std::string indent(2 * depth, ' ');
    if (const asyncio::GroupPtr group(exc); group) {
        log(indent + group->message());
        for (const auto& each : group->exceptions()) tree(each, depth + 1);
    } else {
        log(indent + asyncio::repr(exc));
    }
}

Coroutine<> attempt(std::string name, Coroutine<> coroutine) {
    const auto task = asyncio::create_task(std::move(coroutine), {.name = name});
    co_await asyncio::wait(task);
    if (task.cancelled())
        log(name, "cancelled");
    else if (task.exception())
        tree(task.exception());
}

Coroutine<> cancelled_while_failing() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(cleans_up("x"), {.name = "x"});
        group.create_task(cleans_up("y"), {.name = "y"});
        asyncio::current_task().cancel("myself");
        co_await sleep(1);
    });
}

Coroutine<> body_and_children() {
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
            group.create_task(cleans_up("p"), {.name = "p"});
            co_await sleep(0);
            throw asyncio::KeyError("body");
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<asyncio::RuntimeError>([](const BaseExceptionGroup& caught) {
                    log("runtime", err(caught));
                }),
                on<asyncio::KeyError>([](const BaseExceptionGroup& caught) { log("key", err(caught)); }));
    log("all caught", asyncio::current_task().cancelling());
    co_await sleep(0);
}

Coroutine<> naked() {
    std::exception_ptr error;
    try {
        throw asyncio::ValueError("naked");
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<asyncio::ValueError>(
                           [](const BaseExceptionGroup& caught) { log(err(caught), caught.repr()); }));
    try {
        error = std::make_exception_ptr(asyncio::ValueError("passes"));
        except_star(error, on<asyncio::OSError>([](const BaseExceptionGroup&) { log("never"); }));
    } catch (const asyncio::ValueError& exc) {
        log("still naked", err(exc));
    }
    co_return;
}

Coroutine<> main_() {
    co_await attempt("inner", inner("i"));
    co_await attempt("raises", raises_in_clause());
    co_await attempt("outer", outer());
    co_await attempt("cancelled", cancelled_while_failing());
    co_await attempt("both", body_and_children());
    co_await attempt("naked", naked());
}

const Case kCase("taskgroup_except_star", main_);

}  // namespace
}  // namespace conformance::taskgroup_except_star
