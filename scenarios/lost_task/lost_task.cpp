#include "scenarios/scenario.h"

namespace {

Coroutine<> sleeper() {
    co_await asyncio::sleep(5);
    print("the sleeper is done");
}

Coroutine<> waiter(std::vector<asyncio::Future<int>>& answers, Parameters p) {
    auto answer = asyncio::get_running_loop().create_future<int>();
    if (p.get<std::string>("keep") == "future") answers.push_back(answer);
    print("the waiter got", co_await answer);
}

}  // namespace

Coroutine<> main(Parameters p) {
    asyncio::get_running_loop().set_exception_handler([](auto&, const auto& told) { print(told.message); });
    std::vector<asyncio::Task<>> tasks;
    std::vector<asyncio::Future<int>> answers;
    for (int n = 1; n <= p.get<int>("pairs"); ++n) {
        tasks.push_back(create_task(sleeper(), {.name = "sleeper " + std::to_string(n)}));
        tasks.push_back(create_task(waiter(answers, p), {.name = "waiter " + std::to_string(n)}));
    }
    if (p.get<std::string>("keep") != "tasks") tasks.clear();
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
