// wait_for with 0, None and negative limits; shields of shields; gathers of gathers cancelled; timeouts
// misused.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::waits_of_waits {
namespace {

using namespace asyncio;

Coroutine<std::string> work(std::string name, double seconds, std::exception_ptr fail = nullptr) {
    try {
        co_await asyncio::sleep(seconds);
        if (fail) std::rethrow_exception(fail);
        log(name, "done");
        co_return name;
    } catch (const CancelledError& exc) {
        log(name, "cancelled", err(exc));
        throw;
    }
}

Coroutine<> limits() {
    const std::pair<std::string, std::optional<double>> all[] = {
        {"0", 0}, {"-1", -1}, {"None", std::nullopt}, {"0.0", 0.0}, {"1e-09", 1e-9}};
    for (auto& [text, limit] : all) {
        try {
            log(text, co_await wait_for(work("w" + text, 0), limit));
        } catch (const TimeoutError& exc) {
            log(text, err(exc));
        }
    }
    auto future = get_running_loop().create_future<std::string>();
    future.set_result("ready");
    auto one = co_await wait_for(future, 0);
    auto two = co_await wait_for(future, -5);
    log(one, two);
    auto task = create_task(work("old", 1), {.name = "old"});
    try {
        co_await wait_for(shield(task), 0);
    } catch (const TimeoutError& exc) {
        log("shielded", err(exc), outcome(task));
    }
    log(co_await task);
}

Coroutine<> shields() {
    auto task = create_task(work("core", 2), {.name = "core"});
    auto once = shield(task);
    auto twice = shield(once);
    log(twice == once);
    twice.cancel("outer");
    co_await asyncio::sleep(0);
    log(outcome(twice), outcome(once), outcome(task));
    once.cancel("middle");
    co_await asyncio::sleep(0);
    log(outcome(once), outcome(task));
    log(co_await shield(shield(shield(task))));
    auto failing = shield(shield(work("fails", 1, std::make_exception_ptr(ValueError("late")))));
    try {
        co_await failing;
    } catch (const ValueError& exc) {
        log(err(exc), failing);
    }
}

Coroutine<> gathers() {
    auto inner = gather(work("a", 1), work("b", 2));
    auto middle = gather(inner, work("c", 3), return_exceptions);
    auto outer = gather(middle, work("d", 4));
    co_await asyncio::sleep(1.5);
    log(inner.done(), outer.done());
    log(inner.cancel("inner only"));
    co_await asyncio::sleep(0);
    co_await asyncio::sleep(0);
    log(outcome(inner), outcome(middle), outcome(outer));
    co_await asyncio::sleep(2);
    if (middle.cancelled() || middle.exception())
        log(outcome(middle));
    else
        log(std::vector{type_name(std::get<0>(middle.result()).exception()), std::string("str")});
    bool all = outer.cancel("all");
    bool again = outer.cancel("again");
    log(all, again);
    try {
        co_await outer;
    } catch (const CancelledError& exc) {
        log(err(exc), outer.cancelled());
    }
}

Coroutine<> timeouts() {
    auto scope = timeout(1);
    try {
        scope.reschedule(5);
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    log(scope, scope.when(), scope.expired());
    co_await async_with(scope, [&]() -> Coroutine<> {
        log(scope);
        try {
            co_await async_with(scope, []() -> Coroutine<> { co_return; });
        } catch (const RuntimeError& exc) {
            log(err(exc));
        }
        scope.reschedule(std::nullopt);
        log(scope, scope.when());
    });
    log(scope);
    try {
        scope.reschedule(9);
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    try {
        co_await async_with(scope, []() -> Coroutine<> { co_return; });
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    auto& loop = get_running_loop();
    auto outer = timeout_at(loop.time() + 3);
    auto inner = timeout(5);
    try {
        co_await async_with(outer, [&]() -> Coroutine<> {
            co_await async_with(inner, [&]() -> Coroutine<> {
                outer.reschedule(loop.time() + 1);
                inner.reschedule(loop.time() - 1);
                co_await asyncio::sleep(10);
            });
        });
    } catch (const TimeoutError& exc) {
        log(err(exc), outer.expired(), inner.expired(), outer, inner);
    }
    try {
        co_await async_with(timeout(1), [&](Timeout& scope2) -> Coroutine<> {
            std::exception_ptr error;
            try {
                co_await asyncio::sleep(2);
            } catch (...) {
                error = std::current_exception();
            }
            log("cleaning", scope2.expired(), current_task().cancelling());
            co_await asyncio::sleep(1);
            if (error) std::rethrow_exception(error);
        });
    } catch (const TimeoutError& exc) {
        log(err(exc), repr(exc.cause()), current_task().cancelling());
    }
    try {
        co_await async_with(timeout(0), []() -> Coroutine<> {
            log("body runs");
            throw KeyError("mine");
            co_return;
        });
    } catch (const KeyError& exc) {
        log(err(exc));
    }
    co_await async_with(timeout(-1), []() -> Coroutine<> {
        log("no await, no timeout");
        co_return;
    });
}

Coroutine<> main_() {
    co_await limits();
    co_await shields();
    co_await gathers();
    co_await timeouts();
    log(current_task(get_running_loop()).get_name(), all_tasks(get_running_loop()).size());
}

const Case kCase("waits_of_waits", main_);

}  // namespace
}  // namespace conformance::waits_of_waits
