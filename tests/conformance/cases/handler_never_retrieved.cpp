// A failed task or future dropped unretrieved is reported when it is destroyed, not before.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::handler_never_retrieved {
namespace {

asyncio::Coroutine<> fails(std::string text) {
    throw asyncio::ValueError(text);
    co_return;
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        log("handler:", context.message, "|", err(context.exception));
    });
    auto kept = asyncio::create_task(fails("kept"), {.name = "kept"});
    auto asked = asyncio::create_task(fails("asked"), {.name = "asked"});
    auto future = loop.create_future();
    future.set_exception(asyncio::ValueError("future"));
    co_await asyncio::sleep(1);
    asked.exception();
    log("dropping");
    kept = {};
    asked = {};
    future = {};
    log("end");
}

const Case kCase("handler_never_retrieved", main_);

}  // namespace
}  // namespace conformance::handler_never_retrieved
