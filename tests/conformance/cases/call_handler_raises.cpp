// An exception in the exception handler itself does not stop the loop.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::call_handler_raises {
namespace {

void bad() { throw asyncio::ValueError("first"); }

void handler(asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    log("handler sees", asyncio::type_name(context.exception));
    throw asyncio::RuntimeError("handler is broken");
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler(handler);
    loop.call_soon(asyncio::named("bad", bad));
    loop.call_soon(asyncio::named("", log), "next callback");
    co_await asyncio::sleep(0);
    log("main ends");
}

const Case kCase("call_handler_raises", main_);

}  // namespace
}  // namespace conformance::call_handler_raises
