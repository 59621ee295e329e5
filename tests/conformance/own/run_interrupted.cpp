// SIGINT while run() waits: main is cancelled, tidies up, and run() raises KeyboardInterrupt after the rest
// is cancelled, too.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <csignal>

namespace conformance::run_interrupted {
namespace {

using asyncio::CancelledError;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using asyncio::TaskGroup;

Coroutine<> worker(std::string name, double seconds) {
    std::exception_ptr error;
    try {
        co_await sleep(seconds);
        log(name, "done");
    } catch (const CancelledError& exc) {
        log(name, err(exc), asyncio::current_task().cancelling());
        error = std::current_exception();
    } catch (...) {
        log(name, "finally");
        throw;
    }
    try {
        if (error) co_await sleep(0.5);
    } catch (...) {
        error = std::current_exception();
    }
    log(name, "finally");
    if (error) std::rethrow_exception(error);
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    auto left = create_task(worker("left", 10), {.name = "left"});
    loop.call_later(1, asyncio::named("", asyncio::raise_signal), SIGINT);
    loop.call_later(1, asyncio::named("log", log), "the same instant");
    log(loop.is_running(), left.get_name());
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            group.create_task(worker("A", 5), {.name = "A"});
            group.create_task(worker("B", 0.5), {.name = "B"});
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    const auto task = asyncio::current_task();
    log("main ends", task.cancelling(), left.done());
    co_await sleep(0.25);
    log("main ended");
    if (error) std::rethrow_exception(error);
}

const Case kCase("run_interrupted", main_);

}  // namespace
}  // namespace conformance::run_interrupted
