// Once gather() failed, cancelling it does not reach the children left.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_cancel_after_done {
namespace {

asyncio::Coroutine<> slow() {
    co_await asyncio::sleep(5);
    log("slow finished");
}

asyncio::Coroutine<> fails() {
    co_await asyncio::sleep(1);
    throw asyncio::ValueError("early");
}

asyncio::Coroutine<> main_() {
    auto future = asyncio::gather(slow(), fails());
    try {
        co_await future;
    } catch (const asyncio::ValueError& exc) {
        log("caught", err(exc));
    }
    log("cancel ->", future.cancel());
    co_await asyncio::sleep(10);
    log("end");
}

const Case kCase("gather_cancel_after_done", main_);

}  // namespace
}  // namespace conformance::gather_cancel_after_done
