#include "scenarios/scenario.h"

namespace {

using Tasks = std::vector<asyncio::Task<std::string>>;

Coroutine<std::string> fetch(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    print(name, "is finished");
    co_return name;
}

bool one_of(const Tasks& tasks, const auto& task) { return std::ranges::count(tasks, task) == 1; }
// A ticket is a coroutine, and no task at all.
bool one_of(const Tasks&, const Coroutine<std::string>&) { return false; }

}  // namespace

Coroutine<> main(Parameters p) {
    Tasks tasks;
    tasks.push_back(asyncio::create_task(fetch("A", p.get<double>("delay_a")), {.name = "A"}));
    tasks.push_back(asyncio::create_task(fetch("B", p.get<double>("delay_b")), {.name = "B"}));
    tasks.push_back(asyncio::create_task(fetch("C", p.get<double>("delay_c")), {.name = "C"}));
    const auto timeout = p.get<std::optional<double>>("timeout");
    auto results = asyncio::as_completed(tasks, {.timeout = timeout});
    try {
        if (p.get<std::string>("loop") == "for") {
            for (auto ticket : results) print("got", co_await ticket, "- my task:", one_of(tasks, ticket));
        } else {
            while (auto task = co_await results.next())
                print("got", co_await *task, "- my task:", one_of(tasks, *task));
        }
    } catch (const asyncio::TimeoutError&) {
        print("TimeoutError");
    }
    co_await asyncio::sleep(2);
    print("main ends");
}
