// Tasks in sets and as keys: background tasks that are discarded when done, what is pending, who works for
// whom, gathered sets.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>
#include <set>

namespace conformance::task_sets {
namespace {

using namespace asyncio;
using Tasks = std::set<Task<std::string>>;

Coroutine<std::string> work(std::string name, double delay, bool fails = false) {
    co_await sleep(delay);
    if (fails) throw ValueError(name);
    co_return name;
}

Coroutine<> background() {
    const auto set = std::make_shared<Tasks>();
    Tasks& background_tasks = *set;
    for (int i = 0; i < 4; ++i) {
        const std::string name = "w" + std::to_string(i);
        const auto task = create_task(work(name, i), {.name = name});
        background_tasks.insert(task);
        background_tasks.insert(task);
        task.add_done_callback(named("", [set](const Task<std::string>& done) { set->erase(done); }));
    }
    log(background_tasks.size());
    while (!background_tasks.empty()) {
        co_await sleep(1);
        std::vector<std::string> names;
        for (const auto& task : background_tasks) names.push_back(task.get_name());
        log(background_tasks.size(), names);
    }
}

Coroutine<> pending_ones() {
    Tasks pending;
    pending.insert(create_task(work("a", 3), {.name = "a"}));
    pending.insert(create_task(work("b", 1, true), {.name = "b"}));
    pending.insert(create_task(work("c", 2), {.name = "c"}));
    Tasks everything = pending;
    while (!pending.empty()) {
        const auto result = co_await wait(pending, {.return_when = FIRST_COMPLETED});
        pending = Tasks(result.pending.begin(), result.pending.end());
        for (const auto& task : result.done) log(task.get_name(), outcome(task), pending.size());
        if (pending.size() == 1) {
            pending.insert(create_task(work("d", 0.5), {.name = "d"}));
            everything.insert(pending.begin(), pending.end());
            break;
        }
    }
    log(everything.size(), everything.size() - pending.size());
    log(co_await gather(everything, return_exceptions));
}

Coroutine<> keys() {
    std::map<Task<std::string>, int> costs;
    costs[create_task(work("x", 2), {.name = "x"})] = 20;
    costs[create_task(work("y", 1), {.name = "y"})] = 10;
    Tasks tasks;
    int sum = 0;
    for (const auto& [task, cost] : costs) {
        tasks.insert(task);
        sum += cost;
    }
    auto done = as_completed(tasks);
    while (const auto task = co_await done.next()) log(task->get_name(), costs.at(*task));
    log(sum);
}

Coroutine<> group_of_callers() {
    std::map<Future<int>, std::string> waiting;
    std::set<Future<int>> futures;
    for (int i = 0; i < 3; ++i) {
        const auto future = get_running_loop().create_future<int>();
        waiting[future] = "caller " + std::to_string(i);
        futures.insert(future);
        get_running_loop().call_later(i + 1, &Future<int>::set_result, future, i);
    }
    const auto result = co_await wait(futures, {.timeout = 2.5});
    std::vector<std::string> done, pending;
    for (const auto& future : result.done) done.push_back(waiting.at(future));
    for (const auto& future : result.pending) {
        pending.push_back(waiting.at(future));
        waiting.erase(future);
    }
    log(done, pending, waiting.size());
}

Coroutine<> main_() {
    log("background");
    co_await background();
    log("pending_ones");
    co_await pending_ones();
    log("keys");
    co_await keys();
    log("group_of_callers");
    co_await group_of_callers();
}

const Case kCase("task_sets", main_);

}  // namespace
}  // namespace conformance::task_sets
