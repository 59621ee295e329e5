// Exceptions derived from CancelledError, KeyboardInterrupt and SystemExit are what their bases are,
// everywhere.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_subclasses {
namespace {

using namespace asyncio;

class Stopped : public CancelledError {
    using CancelledError::CancelledError;
};
class Quit : public KeyboardInterrupt {
    using KeyboardInterrupt::KeyboardInterrupt;
};
class Leave : public SystemExit {
    using SystemExit::SystemExit;
};
class NoMore : public StopIteration {
    using StopIteration::StopIteration;
};

template <class E>
Coroutine<> raises(E exc, double delay = 0) {
    co_await sleep(delay);
    throw exc;
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, co_await or_none(std::move(awaitable)));
    } catch (...) {
        const auto exc = std::current_exception();
        log(what, repr(exc), "cause", repr(cause_of(exc)));
    }
}

template <class E>
Task<> fails(E exc) {
    return create_task(raises(exc, 1), {.name = "fails"});
}

template <class E>
Coroutine<> group(E exc, bool inside) {
    co_await async_with(TaskGroup(), [&](TaskGroup& tasks) -> Coroutine<> {
        auto sibling = tasks.create_task(sleep(5), {.name = "sibling"});
        sibling.add_done_callback([](Task<> task) { log("sibling cancelled", task.cancelled()); });
        if (inside) throw exc;
        tasks.create_task(raises(exc, 1), {.name = "child"});
        co_await sleep(2);
    });
}

Coroutine<> limited() {
    co_await async_with(timeout(1), []() -> Coroutine<> {
        try {
            co_await sleep(3);
        } catch (const CancelledError& exc) {
            raise_from(Stopped("limit"), exc);
        }
    });
}

Coroutine<> asked() {
    try {
        co_await sleep(5);
    } catch (const CancelledError& exc) {
        raise_from(exc.args().empty() ? Stopped("asked") : Stopped("asked", exc.args()[0]), exc);
    }
}

Coroutine<> waits(Future<> future) { co_await future; }

template <class E>
Coroutine<> future_with(E exc) {
    auto future = get_running_loop().create_future<>();
    future.set_exception(exc);
    log(future.cancelled(), repr(future.exception()), repr(cause_of(future.exception())));
    co_await attempt("gather", gather(future, return_exceptions));
    auto other = create_task(sleep(1));
    auto [done, _] = co_await wait(future, other, {.return_when = FIRST_EXCEPTION});
    log(done.size());
    auto waiter = create_task(waits(future), {.name = "waiter"});
    co_await wait(waiter);
    log(waiter.cancelled(), waiter.done());
    co_await attempt("waiter", waiter);
}

Coroutine<> futures() {
    co_await future_with(CancelledError("set"));
    co_await future_with(Stopped("set"));
    co_await future_with(StopIteration(3));
    co_await future_with(NoMore("x"));
    co_await future_with(StopAsyncIteration());
}

Coroutine<> main_() {
    auto task = fails(Stopped("one", 2));
    co_await wait(task);
    log(task.cancelled());
    co_await attempt("first", task);
    co_await attempt("second", task);
    co_await attempt("gather", gather(fails(Stopped("g")), sleep(3)));
    co_await attempt("gather all", gather(fails(Stopped("g")), return_exceptions));
    co_await attempt("shield", shield(fails(Stopped("s"))));
    co_await attempt("wait_for", wait_for(raises(Stopped("w"), 1), 2));
    co_await attempt("timeout", limited());
    for (auto each : as_completed(std::vector{fails(Stopped("a"))}))
        co_await attempt("as_completed", std::move(each));
    co_await attempt("group", group(Stopped("child"), false));
    co_await attempt("group", group(Stopped("body"), true));
    co_await attempt("group", group(Quit("body"), true));
    co_await attempt("group", group(Leave("body"), true));
    task = create_task(asked(), {.name = "asked"});
    co_await sleep(0);
    task.cancel("please");
    co_await attempt("asked", task);
    co_await attempt("stops", raises(NoMore("n")));
    co_await attempt("stops as a task", create_task(raises(NoMore("n")), {.name = "stops"}));
    co_await futures();
}

const Case kCase("cancel_subclasses", main_);

}  // namespace
}  // namespace conformance::cancel_subclasses
