// TaskGroup: what comes out when several fail, the body fails too, the group is cancelled, exits are nested.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::taskgroup_every_end {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using asyncio::TaskGroup;

template <class E>
Coroutine<> fails(double delay, E error) {
    co_await sleep(delay);
    throw error;
}

Coroutine<std::optional<std::string>> resists(double delay, std::exception_ptr error = nullptr) {
    try {
        co_await sleep(delay);
        co_return std::nullopt;
    } catch (const asyncio::CancelledError& exc) {
        log("resists", err(exc));
    }
    co_await sleep(1);
    if (error) std::rethrow_exception(error);
    co_return "resisted";
}

template <class T>
Coroutine<> attempt(std::string name, Coroutine<T> (*function)()) {
    try {
        log(name, "gave", co_await or_none(function()));
    } catch (...) {
        log(name, err(std::current_exception()), asyncio::current_task().cancelling());
    }
}

const std::exception_ptr kIndexError = std::make_exception_ptr(asyncio::IndexError("c"));
const std::exception_ptr kChildError = std::make_exception_ptr(asyncio::IndexError("child"));

void cancel_later(double delay) {
    const auto parent = asyncio::current_task();
    asyncio::get_running_loop().call_later(delay, asyncio::named("", [=] { parent.cancel("outside"); }));
}

Coroutine<> several_fail() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(fails(1, asyncio::ValueError("a")), {.name = "a"});
        group.create_task(fails(1, asyncio::KeyError("b")), {.name = "b"});
        group.create_task(resists(5, kIndexError), {.name = "c"});
        group.create_task(resists(5), {.name = "d"});
        co_return;
    });
}

Coroutine<> body_and_child_fail() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(resists(5, kChildError), {.name = "child"});
        co_await sleep(1);
        throw asyncio::ValueError("body");
    });
}

Coroutine<> body_waits_for_failing() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        const auto task = group.create_task(fails(1, asyncio::ValueError("child")), {.name = "child"});
        try {
            co_await task;
        } catch (const asyncio::ValueError& exc) {
            log("seen", err(exc));
        } catch (const asyncio::CancelledError& exc) {
            log("cancelled instead", err(exc));
            throw;
        }
    });
}

Coroutine<> cancelled_before_entering() {
    asyncio::current_task().cancel("early");
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(sleep(1), {.name = "never runs"});
        co_return;
    });
}

Coroutine<> cancelled_in_the_body() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(resists(5), {.name = "r"});
        cancel_later(1);
        co_await sleep(3);
    });
}

Coroutine<> cancelled_at_the_end() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(resists(5), {.name = "r"});
        cancel_later(1);
        co_return;
    });
}

Coroutine<> cancelled_while_aborting() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(resists(5), {.name = "r"});
        group.create_task(fails(1, asyncio::ValueError("first")), {.name = "f"});
        cancel_later(1.5);
        co_return;
    });
}

Coroutine<> with_failing_child(TaskGroup inner) {
    inner.create_task(fails(1, asyncio::ValueError("inner")), {.name = "inner child"});
    co_return;
}

Coroutine<> nested() {
    co_await async_with(TaskGroup(), [](TaskGroup& outer) -> Coroutine<> {
        outer.create_task(resists(5), {.name = "outer child"});
        co_await async_with(TaskGroup(), with_failing_child);
    });
}

Coroutine<std::string> inner_swallowed() {
    asyncio::Task<std::string> task;
    co_await async_with(TaskGroup(), [&](TaskGroup& outer) -> Coroutine<> {
        task = outer.create_task(sleep(2, "outer result"), {.name = "outer child"});
        try {
            co_await async_with(TaskGroup(), with_failing_child);
        } catch (const asyncio::ExceptionGroup& group) {
            log("swallowed", err(group), asyncio::current_task().cancelling());
        }
    });
    co_return task.result();
}

Coroutine<> cancels(asyncio::AnyTask parent) {
    parent.cancel("by child");
    co_return;
}

Coroutine<> child_cancels_parent() {
    const auto parent = asyncio::current_task();
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(cancels(parent), {.name = "child"});
        co_await sleep(5);
    });
}

Coroutine<std::vector<std::string>> children_are_cancelled() {
    std::vector<asyncio::Task<>> tasks;
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        for (int i = 0; i < 3; ++i)
            tasks.push_back(group.create_task(sleep(i), {.name = "c" + std::to_string(i)}));
        tasks[1].cancel("just this one");
        co_return;
    });
    std::vector<std::string> outcomes;
    for (const auto& task : tasks) outcomes.push_back(outcome(task));
    co_return outcomes;
}

Coroutine<> child(TaskGroup group, int depth) {
    co_await sleep(1);
    if (depth > 0) group.create_task(child(group, depth - 1), {.name = "depth " + std::to_string(depth)});
    log("child", depth);
}

Coroutine<> child_makes_children() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(child(group, 2), {.name = "depth 3"});
        co_return;
    });
}

Coroutine<> main_() {
#define ATTEMPT(function) \
    co_await asyncio::wait(create_task(attempt(#function, function), {.name = #function}))
    ATTEMPT(several_fail);
    ATTEMPT(body_and_child_fail);
    ATTEMPT(body_waits_for_failing);
    ATTEMPT(cancelled_before_entering);
    ATTEMPT(cancelled_in_the_body);
    ATTEMPT(cancelled_at_the_end);
    ATTEMPT(cancelled_while_aborting);
    ATTEMPT(nested);
    ATTEMPT(inner_swallowed);
    ATTEMPT(child_cancels_parent);
    ATTEMPT(children_are_cancelled);
    ATTEMPT(child_makes_children);
#undef ATTEMPT
}

const Case kCase("taskgroup_every_end", main_);

}  // namespace
}  // namespace conformance::taskgroup_every_end
