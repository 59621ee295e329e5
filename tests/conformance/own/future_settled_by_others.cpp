// The futures of gather() and shield(), given a result or an exception by the program itself.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::future_settled_by_others {
namespace {

asyncio::Coroutine<> fails(double delay) {
    co_await asyncio::sleep(delay);
    throw asyncio::ValueError("child");
}

template <class F>
asyncio::Coroutine<> report(std::string what, F awaitable) {
    try {
        log(what, co_await awaitable);
    } catch (const asyncio::Exception& exc) {
        log(what, err(exc));
    }
}

asyncio::Coroutine<> main_() {
    using namespace asyncio;
    auto& loop = get_running_loop();
    loop.set_exception_handler([](EventLoop&, const ExceptionContext& context) {
        log("handler:", context.message.substr(0, 21), err(context.exception));
    });
    {
        const auto gathering = gather(sleep(1, "a"), fails(2));
        const auto waiter = create_task(report("gather", gathering), {.name = "W"});
        co_await sleep(0);
        gathering.set_exception(ValueError("mine"));
        co_await waiter;
        log(gathering.cancel());
    }
    co_await sleep(3);
    const auto child = create_task(sleep(2, "late"), {.name = "child"});
    const auto gathering = gather(child);
    gathering.set_result(GatherResults<std::string>("mine"));
    log(outcome(gathering));
    try {
        gathering.set_result(GatherResults<std::string>("again"));
    } catch (const InvalidStateError& exc) {
        log(err(exc));
    }
    {
        auto result = co_await gathering;
        log(result, co_await child);
    }
    auto inner = create_task(sleep(2, "inner"), {.name = "inner"});
    auto shielded = shield(inner);
    const auto waiter = create_task(report("shield", shielded), {.name = "X"});
    co_await sleep(0);
    shielded.set_result("mine");
    log(outcome(shielded));
    co_await waiter;
    log(co_await inner);
    const auto future = loop.create_future<std::string>();
    shielded = shield(future);
    future.set_result("inner");
    shielded.set_result("first");
    co_await sleep(0);
    log(outcome(shielded));
    for (const bool cancels : {true, false}) {
        const auto other = loop.create_future<std::string>();
        shielded = shield(other);
        if (cancels)
            other.cancel();
        else
            other.set_exception(ValueError("inner"));
        shielded.set_result("first");
        co_await sleep(0);
        log(outcome(shielded));
    }
    const auto task = create_task(sleep(1), {.name = "task"});
    const std::function<void()> settles[] = {[&] { task.set_result(); },
                                             [&] { task.set_exception(ValueError()); }};
    for (const auto& settle : settles) {
        try {
            settle();
        } catch (const RuntimeError& exc) {
            log(err(exc));
        }
    }
    co_await task;
    loop.set_exception_handler(nullptr);
}

const Case kCase("future_settled_by_others", main_);

}  // namespace
}  // namespace conformance::future_settled_by_others
