#include "scenarios/scenario.h"

namespace {

// C++ has no finally: the cleanup stands at the end, and an exception is kept until then.
Coroutine<> worker() {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(5);
        print("worker is done");
    } catch (...) {
        error = std::current_exception();
    }
    print("worker cleans up");
    if (error) std::rethrow_exception(error);
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto task = asyncio::create_task(worker(), {.name = "worker"});
    co_await asyncio::sleep(p.get<double>("main_sleeps"));
    if (p.get<bool>("run_inside")) {
        try {
            asyncio::run(worker());
        } catch (const asyncio::RuntimeError& error) {
            print("RuntimeError:", error.what());
        }
    }
    if (p.get<bool>("await_worker")) co_await task;
    print("main returns");
}
