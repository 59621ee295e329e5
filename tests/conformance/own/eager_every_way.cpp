// Eager tasks: errors, cancellation and waiting inside of the first step, in groups, gather, wait and
// timeouts.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_every_way {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::TaskGroup;

Coroutine<std::string> value(std::string what) {
    log("value", what, asyncio::current_task().get_name());
    co_return what;
}

Coroutine<> fails(std::string what) {
    throw asyncio::ValueError(what);
    co_return;
}

Coroutine<std::string> sleeps(int delay) {
    co_await asyncio::sleep(delay);
    co_return std::to_string(delay);
}

Coroutine<> cancels_itself() {
    asyncio::current_task().cancel("self");
    co_await asyncio::sleep(1);
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<> waits_for(asyncio::Lock lock, std::string name) {
    co_await async_with(lock, [&]() -> Coroutine<> {
        log(name, "has it");
        co_await asyncio::sleep(0);
    });
    log(name, "gave it away");
}

Coroutine<> in_group() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        const auto done = group.create_task(value("g"), {.name = "g"});
        log(outcome(done));
        group.create_task(sleeps(1), {.name = "h"});
        co_return;
    });
    log("group over");
}

Coroutine<> failing_group() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(fails("child"), {.name = "f"});
        log("goes on");
        group.create_task(value("after"), {.name = "a"});
        co_await asyncio::sleep(0);
        log("never");
    });
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_task_factory(asyncio::eager_task_factory);
    co_await attempt("await", create_task(value("1"), {.name = "v"}));
    co_await attempt("failed", create_task(fails("2"), {.name = "f"}));
    co_await attempt("cancelled", create_task(cancels_itself(), {.name = "c"}));
    const auto task = create_task(sleeps(1), {.name = "s"});
    task.cancel("at once");
    co_await attempt("sleeper", task);
    const asyncio::Lock lock;
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"a", "b", "c"})
        tasks.push_back(create_task(waits_for(lock, name), {.name = name}));
    co_await asyncio::wait(tasks);
    co_await in_group();
    co_await attempt("failing group", failing_group());
    log(outcome(asyncio::gather(value("x"), value("y"))));
    const auto gathering = asyncio::gather(fails("z"), sleeps(1));
    log(outcome(gathering));
    co_await attempt("wait_for", asyncio::wait_for(create_task(value("w"), {.name = "w"}), 0));
    co_await attempt("wait_for", asyncio::wait_for(sleeps(2), 1));
    const auto [done, pending] = co_await asyncio::wait(create_task(value("d"), {.name = "d"}));
    log(done.size(), pending.size());
    for (auto coroutine : asyncio::as_completed(sleeps(1), value("first")))
        log("completed", co_await coroutine);
    log(asyncio::shield(value("shielded")).result());
    co_await async_with(asyncio::timeout(1),
                        []() -> Coroutine<> { co_await create_task(value("t"), {.name = "t"}); });
    loop.call_soon([] { log("made by a callback", outcome(create_task(value("cb"), {.name = "cb"}))); });
    co_await asyncio::sleep(0);
    const auto lazy = create_task(value("lazy"), {.name = "lazy", .eager_start = false});
    log(outcome(lazy));
    lazy.cancel();
    co_await attempt("lazy", lazy);
}

const Case kCase("eager_every_way", main_);

}  // namespace
}  // namespace conformance::eager_every_way
