#include "scenarios/scenario.h"

namespace {

// C++ allows no co_await in a catch block: the exception is kept for later.
Coroutine<std::string> stubborn(Parameters p) {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(10);
    } catch (const asyncio::CancelledError&) {
        error = std::current_exception();
    }
    if (error) {
        print("stubborn is cancelled, and goes on");
        co_await asyncio::sleep(p.get<double>("extra"));
        if (p.get<std::string>("ends_by") == "raise") std::rethrow_exception(error);
    }
    print("stubborn returns");
    co_return "late";
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto task = asyncio::create_task(stubborn(p), {.name = "stubborn"});
    try {
        if (p.get<std::string>("with") == "wait_for") {
            print("got", co_await asyncio::wait_for(task, 2));
        } else {
            const std::vector tasks{task};
            auto [done, pending] = co_await asyncio::wait(tasks, {.timeout = 2});
            print("done:", done.size(), "pending:", pending.size());
        }
    } catch (const asyncio::TimeoutError&) {
        print("TimeoutError");
    }
    co_await asyncio::sleep(9);
    print("main ends");
}
