// Async generators that are closed by a cancellation: in groups and limits, while others call them, with
// awaits in their finally.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_in_groups {
namespace {

using namespace asyncio;

AsyncGenerator<int> ticks(std::string name, double cleaning = 0.5, bool fails = false) {
    std::exception_ptr error;
    try {
        for (int i = 0;; ++i) {
            co_await sleep(1);
            co_yield i;
        }
    } catch (...) {
        error = std::current_exception();
        log(name, "got", err(error));
    }
    log(name, "cleans");
    co_await sleep(cleaning);
    log(name, "clean");
    if (fails) throw KeyError(name);
    std::rethrow_exception(error);
}

Coroutine<> consumes(std::string name, AsyncGenerator<int> generator) {
    while (const auto i = co_await generator.next()) log(name, *i);
}

template <class A>
Coroutine<> attempt(std::string name, A awaitable) {
    try {
        if constexpr (std::is_void_v<value_of<A>>) {
            co_await std::move(awaitable);
            log(name, "gave", None());
        } else {
            const auto given = co_await std::move(awaitable);
            log(name, "gave", given);
        }
    } catch (...) {
        log(name, err(std::current_exception()), current_task().cancelling());
    }
}

Coroutine<> in_a_group() {
    const auto a = ticks("a"), b = ticks("b", 1, true);
    co_await async_with(timeout(2.5), TaskGroup(), [&](Timeout&, TaskGroup& group) -> Coroutine<> {
        group.create_task(consumes("user a", a), {.name = "user a"});
        group.create_task(consumes("user b", b), {.name = "user b"});
        co_return;
    });
    log("not here");
}

Coroutine<> cleaning_is_cancelled() {
    const auto generator = ticks("c", 2);
    const auto task = create_task(consumes("user c", generator), {.name = "user c"});
    co_await sleep(1.5);
    task.cancel("stop");
    co_await sleep(1);
    task.cancel("now");
    co_await wait(task);
    log(outcome(task));
    co_await attempt("next", anext(generator));
    co_await attempt("close", generator.aclose());
}

Coroutine<> closed_by_another() {
    const auto generator = ticks("d", 1);
    const auto task = create_task(consumes("user d", generator), {.name = "user d"});
    co_await sleep(1.5);
    co_await attempt("close", generator.aclose());
    co_await attempt("throw", generator.athrow(ValueError("odd")));
    task.cancel();
    co_await sleep(0.5);
    co_await attempt("close", generator.aclose());
    co_await wait(task);
    log(outcome(task));
    co_await attempt("close", generator.aclose());
}

Coroutine<> limited_steps() {
    auto generator = ticks("e", 1);
    co_await attempt("in time", wait_for(anext(generator), 2));
    co_await attempt("too late", wait_for(anext(generator), 0.5));
    const auto after = co_await generator.next();
    log("after gave", after ? str(*after) : "default");
    generator = ticks("f", 1);
    co_await attempt("in time", wait_for(anext(generator), 2));
    co_await attempt("closing", wait_for(generator.aclose(), 0.5));
    co_await attempt("closed", generator.aclose());
}

Coroutine<> main_() {
    co_await attempt("in a group", in_a_group());
    co_await attempt("cleaning", cleaning_is_cancelled());
    co_await attempt("another", closed_by_another());
    co_await attempt("limited", limited_steps());
}

const Case kCase("agen_in_groups", main_);

}  // namespace
}  // namespace conformance::agen_in_groups
