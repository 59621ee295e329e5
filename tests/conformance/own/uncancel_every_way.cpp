// cancelling() and uncancel(): requests that are counted, taken back in time or too late, and by others.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::uncancel_every_way {
namespace {

using asyncio::CancelledError;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using asyncio::Task;

asyncio::AnyTask me() { return asyncio::current_task(); }

Coroutine<std::string> counts() {
    for (int i = 0; i < 3; ++i) {
        try {
            co_await sleep(1);
        } catch (const CancelledError& exc) {
            log("caught", err(exc), me().cancelling());
        }
    }
    const int left[] = {me().uncancel(), me().uncancel(), me().uncancel(), me().uncancel()};
    log("took back", left[0], left[1], left[2], left[3]);
    co_await sleep(1);
    co_return "counted";
}

Coroutine<std::string> takes_back_at_once() {
    me().cancel("self");
    const int before = me().cancelling();
    log(before, me().uncancel());
    co_await sleep(1);
    co_return "never cancelled";
}

Coroutine<> takes_back_one_of_two() {
    me().cancel("first");
    me().cancel("second");
    log(me().uncancel());
    co_await sleep(1);
}

Coroutine<> cancels_itself_in_finally() {
    std::exception_ptr error;
    try {
        co_await sleep(1);
    } catch (...) {
        error = std::current_exception();
    }
    me().cancel("in finally");
    co_await sleep(1);
    if (error) std::rethrow_exception(error);
}

Coroutine<> cancels_itself_and_raises() {
    me().cancel("unheard");
    throw asyncio::ValueError("raised");
    co_return;
}

Coroutine<> swallows_and_is_cancelled_again() {
    try {
        co_await sleep(5);
    } catch (const CancelledError&) {}
    try {
        co_await sleep(5);
    } catch (const CancelledError& exc) {
        log("again", err(exc));
        throw;
    }
}

Coroutine<int> group_that_swallows() {
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), []() -> Coroutine<> { co_await sleep(5); });
    } catch (const CancelledError&) {
        log("group", me().cancelling());
        me().uncancel();
    }
    co_await asyncio::async_with(asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> Coroutine<> {
        group.create_task(sleep(1), {.name = "child"});
        co_return;
    });
    co_return me().cancelling();
}

template <class T>
Coroutine<> show(Task<T> task) {
    co_await asyncio::wait(task);
    log(task.get_name(), outcome(task), task.cancelling());
}

Coroutine<> main_() {
    {
        const auto task = create_task(counts(), {.name = "counts"});
        co_await sleep(0.5);
        const bool first = task.cancel("a"), second = task.cancel("b");
        log(first, second, task.cancelling());
        co_await sleep(0.2);
        const bool third = task.cancel("c");
        log(third, task.cancelling());
        co_await show(task);
        const bool late = task.cancel();
        const int left = task.cancelling();
        log(late, left, task.uncancel());
    }
    co_await show(create_task(takes_back_at_once(), {.name = "takes_back_at_once"}));
    co_await show(create_task(takes_back_one_of_two(), {.name = "takes_back_one_of_two"}));
    co_await show(create_task(cancels_itself_in_finally(), {.name = "cancels_itself_in_finally"}));
    co_await show(create_task(cancels_itself_and_raises(), {.name = "cancels_itself_and_raises"}));
    auto task = create_task(swallows_and_is_cancelled_again(), {.name = "again"});
    co_await sleep(1);
    task.cancel("one");
    co_await sleep(0);
    co_await sleep(0);
    task.cancel("two");
    co_await show(task);
    const auto group = create_task(group_that_swallows(), {.name = "group"});
    co_await sleep(1);
    group.cancel("group");
    co_await show(group);
    task = create_task(sleep(5), {.name = "unstarted"});
    task.cancel("one");
    task.cancel("two");
    log(task.uncancel());
    co_await show(task);
    task = create_task(sleep(1), {.name = "saved"});
    task.cancel();
    task.uncancel();
    co_await show(task);
    task = create_task(sleep(5), {.name = "too late"});
    co_await sleep(0);
    task.cancel();
    task.uncancel();
    co_await show(task);
}

const Case kCase("uncancel_every_way", main_);

}  // namespace
}  // namespace conformance::uncancel_every_way
