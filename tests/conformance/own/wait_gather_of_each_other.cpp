// wait(), gather() and as_completed() of what is already settled, of each other, and with timers in the same
// instant.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_gather_of_each_other {
namespace {

using namespace asyncio;

Coroutine<std::string> work(std::string name, double delay, std::exception_ptr error = nullptr) {
    try {
        co_await sleep(delay);
    } catch (const CancelledError& exc) {
        log(name, "cancelled", exc.args());
        throw;
    }
    if (error) std::rethrow_exception(error);
    co_return name;
}

template <class Tasks>
std::vector<std::string> names(const Tasks& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(task.get_name());
    std::sort(all.begin(), all.end());
    return all;
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    std::vector<Task<std::string>> tasks;
    for (int i = 0; i < 4; ++i) {
        const std::string n(1, static_cast<char>('a' + i));
        tasks.push_back(create_task(work(n, i), {.name = n}));
    }
    const std::pair<const char*, ReturnWhen> modes[] = {{"FIRST_COMPLETED", FIRST_COMPLETED},
                                                        {"FIRST_EXCEPTION", FIRST_EXCEPTION},
                                                        {"ALL_COMPLETED", ALL_COMPLETED}};
    for (auto [name, when] : modes) {
        auto [done, pending] = co_await wait(tasks, {.timeout = 0.5, .return_when = when});
        log(name, names(done), names(pending));
    }
    for (auto [name, when] : modes) {
        auto [done, pending] = co_await wait(tasks, {.timeout = 0, .return_when = when});
        log(name, "timeout 0", names(done), names(pending));
    }
    co_await wait(tasks);
    try {
        co_await wait(std::vector<Task<>>());
    } catch (const ValueError& exc) {
        log(err(exc));
    }

    auto inner = gather(work("i1", 1), work("i2", 2));
    auto outer = gather(inner, work("o", 1), return_exceptions);
    co_await sleep(1.5);
    const bool outer_done = outer.done();
    log(outer_done, inner.cancel("inner"));
    const auto results = co_await outer;
    log(results, inner.cancelled());
    log(inner.repr(), outcome(outer));

    {
        auto [done, pending] = co_await wait(shield(work("s", 1)), ensure_future(work("t", 1)));
        std::vector<std::string> sorted;
        for (const auto& f : done) sorted.push_back(f.result());
        std::sort(sorted.begin(), sorted.end());
        log(sorted, pending.size());
    }

    std::vector<Task<std::string>> failing;
    for (int i = 1; i < 3; ++i) {
        const std::string name = "f" + std::to_string(i);
        failing.push_back(
            create_task(work(name, i, std::make_exception_ptr(ValueError(name))), {.name = name}));
    }
    auto slow = create_task(work("slow", 5), {.name = "slow"});
    {
        auto [done, pending] = co_await wait(failing[0], failing[1], slow, {.return_when = FIRST_EXCEPTION});
        log(names(done), names(pending), std::vector{outcome(failing[0]), outcome(failing[1])});
    }
    auto waiter = create_task(wait(failing[0], failing[1], slow), {.name = "waiter"});
    co_await sleep(0);
    waiter.cancel("waiter");
    try {
        co_await waiter;
    } catch (const CancelledError& exc) {
        log(exc.repr(), slow.cancelled(), slow.cancelling());
    }
    try {
        for (auto next_one : as_completed(slow, failing[0], failing[1], {.timeout = 0.5})) {
            try {
                log(co_await next_one);
            } catch (const ValueError& exc) {
                log(err(exc));
            }
        }
    } catch (const TimeoutError& exc) {
        std::vector<Task<std::string>> left;
        for (auto& t : {slow, failing[0], failing[1]})
            if (!t.done()) left.push_back(t);
        log(exc.repr(), names(left));
    }
    slow.cancel("slow");
    log(co_await gather(slow, failing[0], failing[1], return_exceptions));

    auto empty = gather();
    log(empty, co_await empty);
    auto same = create_task(work("same", 1), {.name = "same"});
    log(co_await gather(same, same, same));
    auto first = loop.create_future<std::string>();
    auto both = gather(first, work("late", 3));
    loop.call_later(1, named("", [first] { first.set_exception(KeyError("first")); }));
    try {
        co_await both;
    } catch (const KeyError& exc) {
        log(err(exc), both.done(), first.exception() == std::current_exception());
    }
    co_await sleep(3);
    first = loop.create_future<std::string>();
    auto second = loop.create_future<int>();
    auto two = gather(first, second, return_exceptions);
    first.cancel("by hand");
    second.set_result(2);
    log(co_await two);
    auto third = loop.create_future(), fourth = loop.create_future();
    auto pair = gather(third, fourth);
    const bool told = pair.cancel("g");
    log(told, pair.cancelled(), pair.done());
    try {
        co_await pair;
    } catch (const CancelledError& exc) {
        log(exc.repr(), pair.cancelled());
    }
    try {
        co_await wait_for(gather(work("x", 1), work("y", 3)), 2);
    } catch (const TimeoutError& exc) {
        log(exc.repr(), repr(exc.cause()));
    }
    auto p = create_task(work("p", 2), {.name = "p"}), q = create_task(work("q", 1), {.name = "q"}),
         r = create_task(work("r", 1), {.name = "r"});
    auto completed = as_completed(p, q, r);
    while (auto task = co_await completed.next()) log(task->get_name(), task->result());
}

const Case kCase("wait_gather_of_each_other", main_);

}  // namespace
}  // namespace conformance::wait_gather_of_each_other
