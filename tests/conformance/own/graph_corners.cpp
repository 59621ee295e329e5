// capture_call_graph(): who awaits whom in groups, gathers, generators and blocks; limits; outside of tasks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>
#include <sstream>

namespace conformance::graph_corners {
namespace {

using asyncio::AsyncGenerator;
using asyncio::capture_call_graph;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::Event;
using asyncio::FutureCallGraph;
using asyncio::sleep;
using asyncio::Task;

const std::set<std::string> kOwn = {"leaf",        "branch",       "tree",     "group_of", "asks",
                                    "asks_deeper", "with_timeout", "numbers",  "consumer", "eager",
                                    "holder",      "main",         "waits_for"};

std::vector<std::string> functions(const std::vector<asyncio::FrameCallGraphEntry>& stack) {
    std::vector<std::string> names;
    for (const auto& entry : stack) {
        const std::string name = entry.frame.function == "main_" ? "main" : entry.frame.function;
        if (kOwn.contains(name)) names.push_back(name);
    }
    return names;
}

void tell(const std::optional<FutureCallGraph>& graph, std::size_t depth = 0) {
    if (!graph) {
        log("no graph");
        return;
    }
    const std::string name = graph->future().is_task() ? graph->future().get_name() : "future";
    log(std::string(2 * depth, ' ') + name, functions(graph->call_stack()));
    for (const FutureCallGraph& waiter : graph->awaited_by()) tell(waiter, depth + 1);
}

Coroutine<> leaf(Event event) { co_await event.wait(); }

Coroutine<> branch(Event event) { co_await leaf(event); }

Coroutine<> tree(Event event) { co_await branch(event); }

Coroutine<> group_of(Event event) {
    co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        group.create_task(leaf(event), {.name = "child a"});
        group.create_task(tree(event), {.name = "child b"});
        co_return;
    });
}

Coroutine<> asks_deeper() {
    co_await sleep(0);
    tell(capture_call_graph());
    tell(capture_call_graph({.depth = 2}));
    tell(capture_call_graph({.limit = 1}));
    tell(capture_call_graph({.limit = -1}));
    tell(capture_call_graph({.limit = 0}));
}

Coroutine<> asks() { co_await asks_deeper(); }

Coroutine<> with_timeout(Event event) {
    try {
        co_await asyncio::async_with(asyncio::timeout(1), [&]() -> Coroutine<> { co_await tree(event); });
    } catch (const asyncio::TimeoutError&) {
        log("timed out");
    }
}

AsyncGenerator<int> numbers(Event event) {
    co_yield 1;
    co_await leaf(event);
    co_yield 2;
}

Coroutine<> consumer(Event event) {
    auto all = numbers(event);
    while (auto number = co_await all.next()) log("number", *number);
}

template <class F>
Coroutine<> waits_for(F task) {
    co_await task;
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const Event event;
    const auto group = create_task(group_of(event), {.name = "group"});
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(tree(event), {.name = "tree"}));
    tasks.push_back(create_task(with_timeout(event), {.name = "timeout"}));
    tasks.push_back(create_task(consumer(event), {.name = "consumer"}));
    for (const auto& task : tasks) tell(capture_call_graph(task));
    const auto first = create_task(waits_for(tasks[0]), {.name = "first"});
    const auto second = create_task(waits_for(tasks[0]), {.name = "second"});
    const auto third = create_task(waits_for(second), {.name = "third"});
    co_await sleep(0);
    co_await sleep(0);
    for (const auto& task : tasks) tell(capture_call_graph(task));
    auto all = asyncio::all_tasks();
    std::sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.get_name() < b.get_name(); });
    for (const auto& task : all)
        if (task.get_name().starts_with("child")) tell(capture_call_graph(task));
    co_await create_task(asks(), {.name = "asks"});
    loop.call_soon([] { tell(capture_call_graph()); });
    loop.call_soon([] { log(asyncio::repr(asyncio::format_call_graph())); });
    loop.call_soon([] { asyncio::print_call_graph(); });
    co_await sleep(2);
    event.set();
    co_await asyncio::gather(first, third);
    tasks.push_back(group);
    co_await asyncio::wait(tasks);
    tell(capture_call_graph(tasks[0]));
    const auto future = loop.create_future();
    tell(capture_call_graph(future));
    const auto waiter = create_task(waits_for(future), {.name = "waiter"});
    co_await sleep(0);
    tell(capture_call_graph(future));
    std::ostringstream out;
    asyncio::print_call_graph(future, {.file = &out});
    std::istringstream in(out.str());
    std::vector<std::string> marks;
    for (std::string line; std::getline(in, line);) {
        line = line.substr(line.find_first_not_of(' '));
        marks.push_back(line.substr(0, line.find(' ')));
    }
    log(marks);
    asyncio::future_add_to_awaited_by(future, tasks[0]);
    tell(capture_call_graph(future));
    asyncio::future_discard_from_awaited_by(future, tasks[0]);
    tell(capture_call_graph(future));
    future.cancel();
    co_await asyncio::wait(waiter);
    tell(capture_call_graph(future));
}

const Case kCase("graph_corners", main_);

}  // namespace
}  // namespace conformance::graph_corners
