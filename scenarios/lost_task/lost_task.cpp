#include "scenarios/scenario.h"

namespace {

using asyncio::Future;

Coroutine<> sleeper() {
    co_await asyncio::sleep(5);
    print("the sleeper is done");
}

Coroutine<> waiter(std::vector<Future<int>>& answers, bool keep) {
    auto answer = asyncio::get_running_loop().create_future<int>();
    if (keep) answers.push_back(answer);
    print("the waiter got", co_await answer);
}

void start(Coroutine<> coroutine, std::string name, std::vector<Future<>>& background, bool keep) {
    auto task = asyncio::create_task(std::move(coroutine), {.name = name});
    if (keep) background.push_back(task);
}

}  // namespace

Coroutine<> lost_task(Parameters p) {
    const auto keep = p.get<std::string>("keep");
    asyncio::get_running_loop().set_exception_handler([](auto&, const auto& told) { print(told.message); });
    std::vector<Future<>> background;
    std::vector<Future<int>> answers;
    for (int n = 1; n <= p.get<int>("pairs"); ++n) {
        start(sleeper(), "sleeper " + std::to_string(n), background, keep == "tasks");
        start(waiter(answers, keep == "future"), "waiter " + std::to_string(n), background, keep == "tasks");
    }
    if (const auto collect = p.get<std::optional<double>>("collect")) {
        co_await asyncio::sleep(*collect);
        asyncio::gc::collect();
    }
    std::vector<std::string> alive;
    for (const auto& task : asyncio::all_tasks()) alive.push_back(task.get_name());
    std::ranges::sort(alive);
    print("alive:", alive);
    co_await asyncio::sleep(7);
    for (const auto& answer : answers) {
        answer.set_result(42);
        co_await asyncio::sleep(0);
    }
}
