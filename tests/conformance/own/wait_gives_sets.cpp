// What wait() gives are sets: compared, shown, taken apart in a loop. Futures of another loop, and long
// results, as futures show them.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <map>
#include <ranges>
#include <set>
#include <tuple>

namespace conformance::wait_gives_sets {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::get_running_loop;
using asyncio::Task;

template <class T = int>
Coroutine<T> value(T result, double delay = 0) {
    co_await asyncio::sleep(delay);
    co_return result;
}

Coroutine<> sets() {
    std::vector<Task<int>> tasks;
    for (int i = 0; i < 4; ++i) tasks.push_back(create_task(value(i, i), {.name = "t" + std::to_string(i)}));
    auto [done, pending] = co_await asyncio::wait(tasks, {.timeout = 1.5});
    log(done == std::set{tasks[0], tasks[1]}, pending == std::set{tasks[3], tasks[2]},
        done == std::set<Task<int>>(tasks.begin(), tasks.end()));
    while (!pending.empty()) {
        std::tie(done, pending) = co_await asyncio::wait(pending, {.return_when = asyncio::FIRST_COMPLETED});
        std::vector<std::string> names;
        for (const auto& task : done) names.push_back(task.get_name());
        log(names, pending.size(), pending == std::set<Task<int>>());
    }
    log(pending);
    auto waiting = create_task(asyncio::wait(tasks), {.name = "waiting"});
    std::tie(done, pending) = co_await waiting;
    log(done.size(), pending);
}

Coroutine<> mapped() {
    const std::vector names{0, 1, 2};
    const auto of_each = [](int name) { return value(name); };
    log(co_await asyncio::gather(names | std::views::transform(of_each)));
    std::vector<Task<int>> tasks;
    for (const int i : names) tasks.push_back(create_task(value(i, i)));
    const auto is_late = [&](const Task<int>& task) { return task != tasks[0]; };
    std::set<Task<int>> done, pending;
    std::tie(done, std::ignore) =
        co_await asyncio::wait(tasks | std::views::filter(is_late), {.timeout = 1.5});
    log(done == std::set{tasks[1]});
    std::tie(std::ignore, pending) = co_await asyncio::wait(tasks | std::views::drop(1));
    log(pending);
    for (auto next_done : asyncio::as_completed(names | std::views::transform(of_each)))
        log(co_await next_done);
    std::map<std::string, Task<int>> by_name;
    for (const int i : names) by_name["t" + std::to_string(i)] = create_task(value(i));
    log(co_await asyncio::gather(by_name | std::views::values, {.return_exceptions = true}));
    log(co_await asyncio::gather({.return_exceptions = true}));
}

Coroutine<> another_loop() {
    auto other = asyncio::new_event_loop();
    auto future = other->create_future();
    const std::vector futures{future};
    auto [done, pending] = co_await asyncio::wait(futures, {.timeout = 1});
    log(done.size(), pending);
    try {
        co_await asyncio::gather(future, asyncio::sleep(1));
    } catch (const asyncio::ValueError& error) {
        log(err(error));
    }
    other->close();
}

template <class T>
void show(T result) {
    auto future = get_running_loop().create_future<T>();
    future.set_result(result);
    log(future);
}

Coroutine<> long_results() {
    show(std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    show(std::string(40, 'x'));
    const std::vector<std::string> texts(7, std::string(40, 'y'));
    show(std::vector<std::vector<std::string>>(1, texts));
    std::map<int, std::string> dict;
    for (int i = 0; i < 6; ++i) dict[i] = std::to_string(i);
    show(dict);
    show(std::make_tuple(1, std::make_tuple(2, std::make_tuple(3))));
    std::vector<Coroutine<int>> values;
    for (int i = 0; i < 9; ++i) values.push_back(value(i));
    auto gathered = asyncio::gather(std::move(values));
    co_await gathered;
    log(gathered);
}

Coroutine<> main_() {
    co_await sets();
    co_await mapped();
    co_await long_results();
    co_await another_loop();
}

const Case kCase("wait_gives_sets", main_);

}  // namespace
}  // namespace conformance::wait_gives_sets
