#include "scenarios/scenario.h"

namespace {

using asyncio::Task;

Coroutine<std::string> fetch(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    print(name, "is finished");
    co_return name;
}

}  // namespace

Coroutine<> as_completed_order(Parameters p) {
    std::vector<Task<std::string>> tasks;
    tasks.push_back(asyncio::create_task(fetch("A", p.get<double>("delay_a")), {.name = "A"}));
    tasks.push_back(asyncio::create_task(fetch("B", p.get<double>("delay_b")), {.name = "B"}));
    tasks.push_back(asyncio::create_task(fetch("C", p.get<double>("delay_c")), {.name = "C"}));
    const auto timeout = p.get<std::optional<double>>("timeout");
    try {
        for (auto ticket : asyncio::as_completed(tasks, {.timeout = timeout})) {
            // A ticket is no task: it has another type.
            const bool mine = std::is_same_v<decltype(ticket), Task<std::string>>;
            print("next result:", co_await ticket, "- one of my tasks:", mine);
        }
    } catch (const asyncio::TimeoutError&) {
        print("TimeoutError");
    }
    co_await asyncio::sleep(2);
    print("main ends");
}
