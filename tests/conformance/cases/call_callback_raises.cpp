// An exception in a callback goes to the exception handler; the loop goes on.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::call_callback_raises {
namespace {

void bad() { throw asyncio::ValueError("in callback"); }

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        log("handler:", err(context.exception), context.keys());
    });
    loop.call_soon(asyncio::named("bad", bad));
    loop.call_soon(asyncio::named("", log), "next callback");
    loop.call_later(1, asyncio::named("bad", bad));
    co_await asyncio::sleep(2);
    log("main ends");
}

const Case kCase("call_callback_raises", main_);

}  // namespace
}  // namespace conformance::call_callback_raises
