// The same future or task twice, in whatever waits for several: one child, its result in both places.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::same_twice {
namespace {

using namespace asyncio;

Coroutine<std::string> work(std::string name, double delay, bool fails = false) {
    co_await sleep(delay);
    if (fails) throw ValueError(name);
    co_return name;
}

Coroutine<> gathered() {
    auto& loop = get_running_loop();
    const auto future = loop.create_future<std::string>();
    const auto task = create_task(work("task", 1), {.name = "t"});
    loop.call_later(2, named("", [future] { future.set_result("set"); }));
    log(co_await gather(task, future, task, future, task));
    const std::vector both{task, task};
    log(co_await gather(both));
    const auto other = create_task(work("list", 1), {.name = "l"});
    const std::vector three{other, task, other};
    log(co_await gather(three));
    auto failing = create_task(work("bad", 1, true), {.name = "bad"});
    log(co_await gather(failing, failing, task, return_exceptions));
    failing = create_task(work("worse", 1, true), {.name = "worse"});
    try {
        co_await gather(failing, work("beside", 2), failing);
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    const auto inner = gather(work("a", 1), work("b", 1));
    log(co_await gather(inner, inner));
    const auto shielded = shield(task);
    log(co_await gather(shielded, task, shielded));
}

Coroutine<> cancelled() {
    auto task = create_task(work("never", 9), {.name = "never"});
    const auto all = gather(task, task, return_exceptions);
    co_await sleep(1);
    const bool asked = all.cancel("both");
    log(asked, task.cancelling());
    try {
        co_await all;
    } catch (const CancelledError& exc) {
        log(repr(exc), outcome(task), all.cancelled());
    }
    task = create_task(work("never", 9), {.name = "never again"});
    const auto first = gather(task, work("other", 2), task);
    co_await sleep(1);
    log(task.cancel("one"));
    try {
        co_await first;
    } catch (const CancelledError& exc) {
        log(repr(exc), first.cancelled());
    }
}

Coroutine<> waited() {
    const auto task = create_task(work("w", 1), {.name = "w"});
    const auto other = create_task(work("v", 2), {.name = "v"});
    auto result = co_await wait(task, other, task, {.return_when = FIRST_COMPLETED});
    log(result.done.size(), result.pending.size());
    result = co_await wait(other, other);
    log(result.done.size(), result.pending.size());
    const auto x = create_task(work("x", 2), {.name = "x"});
    const auto y = create_task(work("y", 1), {.name = "y"});
    for (auto each : as_completed(x, y, x)) log(co_await each);
    auto done = as_completed(y, y);
    while (const auto each = co_await done.next()) log(*each == y);
    co_await sleep(2);
}

Coroutine<> main_() {
    co_await gathered();
    co_await cancelled();
    co_await waited();
}

const Case kCase("same_twice", main_);

}  // namespace
}  // namespace conformance::same_twice
