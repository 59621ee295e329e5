// Names that change on the way, reprs in the middle of things, and who waits for whom.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::names_and_graphs {
namespace {

using namespace asyncio;

std::string name_of(const FutureCallGraph& graph) {
    return graph.future().is_task() ? graph.future().get_name() : "";
}

void waiters(const FutureCallGraph& graph, int depth = 0) {
    std::string name = graph.future().is_task() ? graph.future().get_name() : "Future";
    std::vector<std::string> functions;
    for (auto& entry : graph.call_stack())
        if (entry.frame.function != "main_") functions.push_back(entry.frame.function);
    log(std::string(depth * 2, ' ') + name, functions);
    auto awaited_by = graph.awaited_by();
    std::stable_sort(awaited_by.begin(), awaited_by.end(),
                     [](auto& a, auto& b) { return name_of(a) < name_of(b); });
    for (auto& each : awaited_by) waiters(each, depth + 1);
}

Coroutine<std::string> leaf(Event& event) {
    current_task().set_name("renamed leaf");
    co_await event.wait();
    waiters(*capture_call_graph());
    co_return "leaf";
}

template <class T>
Coroutine<T> middle(Task<T> task) {
    co_return co_await shield(task);
}

Coroutine<std::vector<std::string>> top(std::vector<Task<std::string>> tasks) {
    std::vector<std::string> results;
    co_await async_with(timeout(5), [&]() -> Coroutine<> { results = co_await gather(tasks); });
    co_return results;
}

Coroutine<> grouped(Task<std::string> task) {
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        tg.create_task(middle(task), {.name = "in group"});
        co_return;
    });
}

Coroutine<> main_() {
    Event event;
    log(event, Lock(), Semaphore(2), Queue<int>(3));
    auto one = create_task(leaf(event), {.name = "leaf"});
    auto two = create_task(middle(one), {.name = "two"});
    auto three = create_task(top(std::vector{one, two}), {.name = "three"});
    auto four = create_task(grouped(two), {.name = "four"});
    auto unnamed = create_task(middle(four));
    log(unnamed.get_name(), one.get_name());
    co_await sleep(0);
    unnamed.set_name("");
    two.set_name("2");
    log(one.get_name(), repr(two.get_name()), repr(unnamed.get_name()));
    co_await sleep(0);
    std::vector<std::string> names;
    for (auto t : all_tasks()) names.push_back(t.get_name());
    std::sort(names.begin(), names.end());
    log(event, names);
    event.set();
    log(event, outcome(one));
    for (AnyTask task : std::vector<AnyTask>{one, two, three, four, unnamed}) {
        co_await wait(task);
        log(task.get_name(), outcome(task), task.get_stack());
    }
    event.clear();
    log(event);
    names.clear();
    for (int i = 0; i < 3; i++) names.push_back(create_task(sleep(0)).get_name());
    auto own = create_task(sleep(0), {.name = "own"}).get_name();
    log(names, own, create_task(sleep(0)).get_name());
}

const Case kCase("names_and_graphs", main_);

}  // namespace
}  // namespace conformance::names_and_graphs
