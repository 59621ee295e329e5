#include "scenarios/scenario.h"

namespace {

Coroutine<int> greet() {
    print("hello");
    co_return 42;
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto mode = p.get<std::string>("mode");
    print("async function:", asyncio::iscoroutinefunction(greet));
    auto coroutine = greet();
    print("coroutine:", asyncio::iscoroutine(coroutine));
    if (mode == "await" || mode == "await_twice") {
        const int result = co_await coroutine;
        print("result:", result);
    }
    if (mode == "create_task") {
        auto task = asyncio::create_task(std::move(coroutine), {.name = "greet"});
        print("the task, too:", asyncio::iscoroutine(task));
        print("result:", co_await task);
    }
    if (mode == "await_twice") {
        try {
            co_await coroutine;
        } catch (const asyncio::RuntimeError& error) {
            print("RuntimeError:", error.what());
        }
    }
    print("main ends");
}
