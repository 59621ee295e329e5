#include "scenarios/scenario.h"

namespace {

Coroutine<> child(std::string name, double delay, bool stubborn) {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(delay);
    } catch (const asyncio::CancelledError&) {
        error = std::current_exception();
    }
    if (error) {
        print(name, "is cancelled");
        if (name == "C" && stubborn) {
            co_await asyncio::sleep(2);
            print(name, "ends at last");
        }
        std::rethrow_exception(error);
    }
    print(name, "is finished");
}

Coroutine<> bad(double fails_at) {
    co_await asyncio::sleep(fails_at);
    throw asyncio::ValueError("boom");
}

}  // namespace

Coroutine<> taskgroup_scope(Parameters p) {
    const auto fails_at = p.get<std::optional<double>>("fails_at");
    const auto stubborn = p.get<bool>("stubborn");
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
            group.create_task(child("A", 2, stubborn), {.name = "A"});
            if (fails_at) group.create_task(bad(*fails_at), {.name = "bad"});
            group.create_task(child("C", 3, stubborn), {.name = "C"});
            print("all are started");
            co_return;
        });
        print("the block ends");
    } catch (const asyncio::ExceptionGroup& error) {
        print("caught", error.repr());
    }
}
