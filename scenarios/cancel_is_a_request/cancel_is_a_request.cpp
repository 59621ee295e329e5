#include "scenarios/scenario.h"

namespace {

// C++ has no finally, and no co_await in a catch block: the exception is kept for after the cleanup.
Coroutine<> job(bool cleanup_awaits) {
    print("job begins");
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(2);
        print("job has slept");
    } catch (...) {
        error = std::current_exception();
    }
    print("cleanup begins");
    if (cleanup_awaits) co_await asyncio::sleep(1);
    print("cleanup ends");
    if (error) std::rethrow_exception(error);
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto moment = p.get<std::string>("moment");
    auto task = asyncio::create_task(job(p.get<bool>("cleanup_awaits")), {.name = "job"});
    if (moment == "asleep") co_await asyncio::sleep(1);
    if (moment == "done") co_await asyncio::sleep(5);
    print("cancel():", task.cancel());
    print("cancelled():", task.cancelled());
    if (p.get<bool>("again")) {
        co_await asyncio::sleep(0.5);
        print("cancel() again:", task.cancel());
    }
    try {
        co_await task;
    } catch (const asyncio::CancelledError&) {
        print("caught CancelledError");
    }
    print("cancelled():", task.cancelled());
}
