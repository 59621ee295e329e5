// gather(): a second exception is dropped silently, not reported as never retrieved.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_two_exceptions {
namespace {

asyncio::Coroutine<> fails(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    log(name, "raises");
    throw asyncio::ValueError(name);
}

asyncio::Coroutine<> main_() {
    asyncio::get_running_loop().set_exception_handler(
        [](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
            log("handler:", context.message);
        });
    try {
        co_await asyncio::gather(fails("A", 1), fails("B", 1), fails("C", 2));
    } catch (const asyncio::ValueError& exc) {
        log("caught", err(exc));
    }
    co_await asyncio::sleep(5);
    log("end");
}

const Case kCase("gather_two_exceptions", main_);

}  // namespace
}  // namespace conformance::gather_two_exceptions
