#include "scenarios/scenario.h"

namespace {

using asyncio::Task;

Coroutine<> job(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    if (name == "B") throw asyncio::ValueError("B fails");
    print(name, "is finished");
}

std::vector<std::string> names(const std::vector<Task<>>& tasks) {
    std::vector<std::string> found;
    for (const auto& task : tasks) found.push_back(task.get_name());
    return found;
}

asyncio::ReturnWhen return_when(const std::string& name) {
    if (name == "FIRST_COMPLETED") return asyncio::FIRST_COMPLETED;
    if (name == "FIRST_EXCEPTION") return asyncio::FIRST_EXCEPTION;
    return asyncio::ALL_COMPLETED;
}

}  // namespace

Coroutine<> main(Parameters p) {
    std::vector<Task<>> tasks;
    for (const std::string name : {"A", "B", "C"}) {
        const double delay = static_cast<double>(tasks.size() + 1);
        tasks.push_back(asyncio::create_task(job(name, delay), {.name = name}));
    }
    const auto timeout = p.get<std::optional<double>>("timeout");
    const auto mode = return_when(p.get<std::string>("return_when"));
    auto [done, pending] = co_await asyncio::wait(tasks, {.timeout = timeout, .return_when = mode});
    print("done", names(done));
    print("pending", names(pending));
    co_await asyncio::sleep(3);
    for (auto& task : tasks) print(task.get_name(), asyncio::repr(task.exception()));
}
