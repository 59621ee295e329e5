// timeout(): rescheduled before, at and after its end, by others, to the past and to never; entered twice;
// nested.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timeout_rescheduled {
namespace {

using namespace asyncio;

template <class T>
Coroutine<> shows(std::string label, Coroutine<T> awaitable) {
    try {
        log(label, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(label, err(std::current_exception()));
    }
}

Coroutine<bool> stays(Timeout scope, double delay) {
    co_await async_with(scope, [&]() -> Coroutine<> { co_await sleep(delay); });
    co_return scope.expired();
}

// Others may move it as well.
Coroutine<> moved_by(Timeout scope, std::optional<double> when, double at) {
    co_await sleep(at);
    try {
        scope.reschedule(when);
        log("moved", scope);
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
}

// Both timers are due: which one was made first decides.
Coroutine<> moved_in_the_instant() {
    auto& loop = get_running_loop();
    auto scope = timeout(2);
    auto mover = create_task(moved_by(scope, loop.time() + 4, 2));
    co_await sleep(0);
    co_await shows("later", stays(scope, 3));
    co_await mover;
    scope = timeout(2);
    auto task = create_task(shows("sooner", stays(scope, 3)));
    co_await sleep(0);
    mover = create_task(moved_by(scope, loop.time() + 4, 2));
    co_await wait(task, mover);
    log(scope);
}

Coroutine<> moved_inside() {
    auto scope = timeout(1);
    co_await async_with(scope, [&]() -> Coroutine<> {
        for (int i = 0; i < 3; ++i) {
            co_await sleep(0.75);
            scope.reschedule(*scope.when() + 0.75);
        }
        scope.reschedule(std::nullopt);
        co_await sleep(5);
    });
    log(scope, scope.when());
}

Coroutine<> moved_to_the_past() {
    co_await async_with(timeout(std::nullopt), [](Timeout& scope) -> Coroutine<> {
        scope.reschedule(get_running_loop().time() - 1);
        try {
            co_await sleep(1);
        } catch (const CancelledError& exc) {
            log(err(exc), scope, current_task().cancelling());
            try {
                scope.reschedule(std::nullopt);
            } catch (const RuntimeError& refused) {
                log(err(refused));
            }
            throw;
        }
    });
}

// The timer of the past fires in the next turn; until then it can be taken back.
Coroutine<bool> moved_before_it_fires() {
    auto scope = timeout(std::nullopt);
    co_await async_with(scope, [&]() -> Coroutine<> {
        scope.reschedule(0);
        scope.reschedule(std::nullopt);
        co_await sleep(0);
    });
    co_return scope.expired();
}

Coroutine<> outer_moved_by_inner() {
    co_await async_with(timeout(3), [](Timeout& outer) -> Coroutine<> {
        auto inner = timeout(1);
        try {
            co_await async_with(inner, [&]() -> Coroutine<> {
                outer.reschedule(get_running_loop().time() + 1);
                co_await sleep(9);
            });
        } catch (const TimeoutError& exc) {
            log("inner", err(exc), inner, outer);
        }
        co_await sleep(0);
        log("never printed");
    });
}

Coroutine<> misused() {
    auto scope = timeout(1);
    log(scope, scope.when(), scope.expired());
    for (const std::optional<double> when : {std::optional<double>(5), std::optional<double>()}) {
        try {
            scope.reschedule(when);
        } catch (const RuntimeError& exc) {
            log(err(exc));
        }
    }
    co_await async_with(scope, [&]() -> Coroutine<> {
        log(scope);
        try {
            scope.enter();
        } catch (const RuntimeError& exc) {
            log(err(exc));
        }
        co_return;
    });
    log(scope);
    try {
        scope.reschedule(9);
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    co_await shows("again", stays(scope, 0));
}

Coroutine<> main_() {
    co_await shows("moved_in_the_instant", moved_in_the_instant());
    co_await shows("moved_inside", moved_inside());
    co_await shows("moved_to_the_past", moved_to_the_past());
    co_await shows("moved_before_it_fires", moved_before_it_fires());
    co_await shows("outer_moved_by_inner", outer_moved_by_inner());
    co_await shows("misused", misused());
    log(timeout_at(1.23456), timeout_at(7));
}

const Case kCase("timeout_rescheduled", main_);

}  // namespace
}  // namespace conformance::timeout_rescheduled
