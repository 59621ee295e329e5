// What a message given to cancel() becomes on its way through gather, shield, wait_for, timeouts, groups and
// nested tasks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_messages {
namespace {

using namespace asyncio;

Task<> kept;

Coroutine<> leaf(std::string name) {
    try {
        co_await sleep(10);
    } catch (const CancelledError& exc) {
        log(name, "cancelled", exc.args(), exc.repr(), exc.str());
        throw;
    }
}

Coroutine<> through(std::string what, Coroutine<> (*make)()) {
    log("---", what);
    try {
        co_await make();
    } catch (...) {
        log(what, repr(std::current_exception()), current_task().cancelling());
        throw;
    }
}

Coroutine<> gathers() { co_await gather(leaf("g1"), leaf("g2")); }
Coroutine<> gathers_all() { log(co_await gather(leaf("g1"), leaf("g2"), return_exceptions)); }
Coroutine<> shields() { co_await shield(kept); }
Coroutine<> limits() { co_await wait_for(leaf("limited"), 5); }
Coroutine<> times_out() {
    co_await async_with(timeout(5), []() -> Coroutine<> { co_await leaf("timed"); });
}
Coroutine<> groups() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(leaf("child"), {.name = "child"});
        co_return;
    });
}
Coroutine<> awaits() { co_await create_task(leaf("inner"), {.name = "inner"}); }
Coroutine<> replaces() {
    try {
        co_await leaf("replaced");
    } catch (const CancelledError&) {
        throw CancelledError("another", "two");
    }
}
Coroutine<> swallows() {
    try {
        co_await leaf("swallowed");
    } catch (const CancelledError&) {}
    co_await sleep(1);
}

Coroutine<> main_() {
    kept = create_task(leaf("kept"), {.name = "kept"});
    const std::pair<const char*, Coroutine<> (*)()> makers[] = {
        {"gathers", gathers}, {"gathers_all", gathers_all}, {"shields", shields},
        {"limits", limits},   {"times_out", times_out},     {"groups", groups},
        {"awaits", awaits},   {"replaces", replaces},       {"swallows", swallows}};
    for (const auto& [name, make] : makers) {
        for (const std::optional<std::optional<std::string>>& message :
             {std::optional<std::optional<std::string>>(),
              {{"why"}},
              {std::optional<std::string>()},
              {{""}}}) {
            auto task = create_task(through(name, make), {.name = "through"});
            co_await sleep(1);
            log(message ? task.cancel(*message) : task.cancel());
            try {
                co_await task;
            } catch (const CancelledError& exc) {
                log("came out", exc.args());
            }
            log(outcome(task), task.cancelling());
        }
    }
    kept.cancel("at last");
    co_await wait(kept);
    auto task = create_task(leaf("twice"), {.name = "twice"});
    co_await sleep(1);
    task.cancel("first");
    task.cancel("second");
    co_await wait(task);
    task = create_task(leaf("before"), {.name = "before"});
    task.cancel("before");
    task.cancel();
    co_await wait(task);
    try {
        task.result();
    } catch (const CancelledError& exc) {
        log(exc.repr());
    }
    try {
        task.exception();
    } catch (const CancelledError& exc) {
        log(exc.repr());
    }
    auto future = get_running_loop().create_future();
    const bool one = future.cancel("a future");
    log(one, future.cancel("again"));
    for (int i = 0; i < 2; ++i) {
        try {
            co_await future;
        } catch (const CancelledError& exc) {
            log(exc.repr());
        }
    }
    kept = {};
}

const Case kCase("cancel_messages", main_);

}  // namespace
}  // namespace conformance::cancel_messages
