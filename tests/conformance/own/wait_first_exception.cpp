// wait() with FIRST_EXCEPTION among cancelled, failed and stubborn tasks; timeouts, duplicates, and waits for
// waits.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::wait_first_exception {
namespace {

using namespace asyncio;

Coroutine<std::string> work(std::string name, double delay, std::exception_ptr exc = nullptr,
                            bool stubborn = false) {
    while (true) {
        try {
            co_await sleep(delay);
            break;
        } catch (const CancelledError&) {
            log(name, "told to stop");
            if (!stubborn) throw;
            stubborn = false;
        }
    }
    if (exc) std::rethrow_exception(exc);
    co_return name;
}

Task<std::string> start(std::string name, double delay, std::exception_ptr exc = nullptr,
                        bool stubborn = false) {
    return create_task(work(name, delay, exc, stubborn), {.name = name});
}

template <class Tasks>
std::vector<std::string> names(const Tasks& tasks) {
    std::vector<std::string> all;
    for (auto& t : tasks) all.push_back(t.get_name() + "=" + outcome(t));
    std::sort(all.begin(), all.end());
    return all;
}

template <class Tasks>
Coroutine<std::vector<std::string>> first(Tasks tasks, ReturnWhen how = FIRST_EXCEPTION,
                                          std::optional<double> timeout = std::nullopt) {
    auto [done, pending] = co_await wait(tasks, {.timeout = timeout, .return_when = how});
    log(names(done), names(pending));
    co_return names(pending);
}

template <class E>
std::exception_ptr error(E exc) {
    return std::make_exception_ptr(exc);
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    std::vector tasks{start("A", 1), start("B", 3, error(ValueError("b"))), start("C", 2), start("D", 4)};
    loop.call_later(2.5, &Task<std::string>::cancel, tasks[2]);
    loop.call_later(1.5, &Task<std::string>::cancel, tasks[3], "no exception");
    log(co_await first(tasks));
    tasks = {start("E", 1), start("F", 2, nullptr, true), start("G", 3)};
    for (int i = 0; i < 2; i++) tasks[i].cancel();
    co_await first(tasks, FIRST_EXCEPTION, 2);
    co_await first(tasks, FIRST_COMPLETED);
    co_await first(tasks, ALL_COMPLETED, 0);
    co_await first(tasks, ALL_COMPLETED);
    auto failed = loop.create_future<std::string>();
    failed.set_exception(KeyError("done already"));
    tasks = {start("H", 1)};
    {
        std::vector<AnyFuture> all{failed, tasks[0]};
        auto [done, pending] = co_await wait(all, {.return_when = FIRST_EXCEPTION});
        log(done.contains(failed), names(pending));
    }
    auto waiter = create_task(first(tasks), {.name = "waiter"});
    co_await sleep(0);
    waiter.cancel("waiter");
    try {
        co_await waiter;
    } catch (const CancelledError& exc) {
        log(err(exc), names(tasks));
    }
    std::vector inner_tasks{start("I", 1), start("J", 2, error(OSError("j")))};
    auto inner = create_task(first(inner_tasks), {.name = "inner"});
    std::vector<AnyTask> mixed{inner, inner, tasks[0]};
    co_await first(mixed, FIRST_EXCEPTION, 1.5);
    std::vector<AnyTask> one{inner};
    co_await first(one, FIRST_COMPLETED);
    try {
        co_await first(std::vector<Task<std::string>>());
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    std::vector both{start("K", 1, error(ValueError("k"))), start("L", 1, error(ValueError("l")))};
    log(co_await first(both));
    log(err(failed.exception()));
}

const Case kCase("wait_first_exception", main_);

}  // namespace
}  // namespace conformance::wait_first_exception
