// A raising done callback goes to the exception handler; the others and the waiters go on.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::callback_raises {
namespace {

asyncio::Coroutine<std::string> work() { co_return "value"; }

void bad() { throw asyncio::ValueError("in done callback"); }

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        log("handler:", err(context.exception));
    });
    auto task = asyncio::create_task(work(), {.name = "work"});
    task.add_done_callback(asyncio::named("bad", bad));
    task.add_done_callback([] { log("good callback"); });
    log("main got", co_await task);
}

const Case kCase("callback_raises", main_);

}  // namespace
}  // namespace conformance::callback_raises
