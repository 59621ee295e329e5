// as_completed(): left early, out of time midway, awaited late or never, both ways of iterating mixed,
// cancelled inside.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::as_completed_broken_off {
namespace {

using namespace asyncio;
using Tasks = std::vector<Task<std::string>>;

Coroutine<std::string> work(std::string name, double delay, std::exception_ptr error = nullptr) {
    co_await sleep(delay);
    if (error) std::rethrow_exception(error);
    co_return name;
}

Tasks tasks_of(const std::vector<std::pair<std::string, double>>& delays) {
    Tasks tasks;
    for (const auto& [name, delay] : delays) tasks.push_back(create_task(work(name, delay), {.name = name}));
    return tasks;
}

std::vector<std::string> outcomes(const Tasks& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(outcome(task));
    return all;
}

Coroutine<> left_early() {
    const Tasks tasks = tasks_of({{"a", 1}, {"b", 2}, {"c", 3}});
    auto done = as_completed(tasks);
    while (auto task = co_await done.next()) {
        log(task->get_name(), task->result(), *task == tasks[0]);
        break;
    }
    const Tasks others(tasks.begin() + 1, tasks.end());
    for (auto next_one : as_completed(others)) {
        log("got", co_await next_one);
        break;
    }
    log(outcomes(tasks));
    co_await wait(tasks);
}

Coroutine<> out_of_time() {
    const Tasks tasks = tasks_of({{"a", 1}, {"b", 2}, {"c", 9}});
    try {
        auto done = as_completed(tasks, {.timeout = 2});
        while (auto task = co_await done.next()) log(task->get_name());
    } catch (const TimeoutError& exc) {
        log(err(exc), outcome(tasks[1]));
    }
    for (auto next_one : as_completed(tasks, {.timeout = 1})) {
        try {
            log("got", co_await next_one);
        } catch (const TimeoutError& exc) {
            log(err(exc));
        }
    }
    try {
        for (auto next_one : as_completed(tasks, {.timeout = 0})) log("got", co_await next_one);
    } catch (const TimeoutError& exc) {
        log(err(exc));
    }
    tasks[2].cancel();
}

Coroutine<> mixed() {
    const Tasks tasks = tasks_of({{"a", 2}, {"b", 1}, {"c", 3}, {"d", 4}});
    auto results = as_completed(tasks);
    const auto first = co_await anext(results);
    log(first.get_name());
    auto second = *results.begin();
    log(co_await second);
    while (auto task = co_await results.next()) log(task->get_name());
    if (results.begin() == results.end()) log("no more");
    try {
        co_await anext(results);
    } catch (const StopAsyncIteration&) {
        log("no more");
    }
}

// They are given out in the order in which they are awaited.
Coroutine<> awaited_late() {
    Tasks waits;
    int i = 0;
    for (auto each : as_completed(tasks_of({{"a", 3}, {"b", 1}, {"c", 2}}))) {
        waits.push_back(create_task(std::move(each), {.name = "wait " + std::to_string(i)}));
        ++i;
    }
    waits[1].cancel();
    co_await sleep(2);
    waits[0].cancel();
    co_await wait(waits);
    log(outcomes(waits));
}

Coroutine<> fails() {
    const auto error = std::make_exception_ptr(ValueError("x"));
    const auto x = ensure_future(work("x", 1, error));
    const auto y = ensure_future(work("y", 2));
    auto done = as_completed(x, y);
    while (auto future = co_await done.next()) log(outcome(*future));
    int seen = 0;
    for (auto next_one : as_completed(x, y)) {
        try {
            log(co_await next_one);
        } catch (const ValueError& exc) {
            ++seen;
            log(err(exc), std::current_exception() == error);
        }
    }
    log(seen);
}

Coroutine<> iterates(Tasks tasks) {
    auto done = as_completed(tasks);
    while (auto task = co_await done.next()) log("inside", task->get_name());
}

Coroutine<> cancelled_inside() {
    Tasks tasks = tasks_of({{"a", 1}, {"b", 5}});
    auto task = create_task(iterates(tasks), {.name = "iterates"});
    co_await sleep(2);
    tasks[1].cancel("the last one");
    co_await wait(task);
    log(outcome(task));
    tasks = tasks_of({{"a", 1}, {"b", 5}});
    task = create_task(iterates(tasks), {.name = "iterates"});
    co_await sleep(2);
    task.cancel();
    co_await wait(task);
    log(outcome(task), outcome(tasks[1]));
    tasks[1].cancel();
}

Coroutine<> main_() {
    log("left_early");
    co_await left_early();
    log("out_of_time");
    co_await out_of_time();
    log("mixed");
    co_await mixed();
    log("awaited_late");
    co_await awaited_late();
    log("fails");
    co_await fails();
    log("cancelled_inside");
    co_await cancelled_inside();
    const Tasks none;
    auto done = as_completed(none, {.timeout = 1});
    while (auto task = co_await done.next()) log("never");
    std::vector<std::string> all;
    for (auto each : as_completed(none)) all.push_back("never");
    log(all);
}

const Case kCase("as_completed_broken_off", main_);

}  // namespace
}  // namespace conformance::as_completed_broken_off
