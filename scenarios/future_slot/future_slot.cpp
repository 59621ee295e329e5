#include "scenarios/scenario.h"

namespace {

Coroutine<> waiter(asyncio::Future<int> future, std::string name) {
    try {
        print(name, "got", co_await future);
    } catch (const asyncio::BaseException& error) {
        print(name, "got", repr(error));
    }
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto filled = p.get<std::string>("filled");
    auto future = asyncio::get_running_loop().create_future<int>();
    std::vector<asyncio::Task<>> tasks;
    std::vector<std::string> names = {"A", "B", "C"};
    names.resize(static_cast<std::size_t>(p.get<int>("waiters")));
    for (const auto& name : names) tasks.push_back(create_task(waiter(future, name), {.name = name}));
    co_await asyncio::sleep(1);
    try {
        if (filled == "read_first") print("result:", future.result());
        if (filled == "exception")
            future.set_exception(asyncio::ValueError("no luck"));
        else if (filled == "cancelled")
            future.cancel();
        else if (filled != "never")
            future.set_result(7);
        if (filled == "twice") future.set_result(8);
        print("main goes on");
    } catch (const asyncio::InvalidStateError& error) {
        print("InvalidStateError:", error.what());
        future.cancel();
    }
    for (auto& task : tasks) co_await task;
}
