#include "scenarios/scenario.h"

namespace {
Coroutine<> child(std::string name, double delay, Parameters p) {
    try {
        co_await asyncio::sleep(delay);
        if (name == "bad") throw asyncio::ValueError("boom");
        print(name, "is finished");
        co_return;
    } catch (const asyncio::CancelledError&) {
        print(name, "is cancelled");
    }
    if (name == "C" && p.get<bool>("stubborn")) co_await asyncio::sleep(2);
    throw asyncio::CancelledError();
}

std::vector<asyncio::Task<>> start_all(auto& owner, Parameters p) {
    std::vector<asyncio::Task<>> tasks = {owner.create_task(child("A", 2, p), {.name = "A"})};
    if (const auto delay = p.get<std::optional<double>>("fails_at"))
        tasks.push_back(owner.create_task(child("bad", *delay, p), {.name = "bad"}));
    tasks.push_back(owner.create_task(child("C", 3, p), {.name = "C"}));
    return tasks;
}
}  // namespace

Coroutine<> main(Parameters p) {
    try {
        if (p.get<std::string>("style") == "gather")
            co_await asyncio::gather(start_all(asyncio::get_running_loop(), p));
        else
            co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
                start_all(group, p);
                co_return;
            });
        print("all are done");
    } catch (const asyncio::Exception& error) {
        print("caught", repr(error));
    }
    co_await asyncio::sleep(3);
}
