// gather() that is cancelled, with return_exceptions: the message is that of its last argument, not of the
// last to end.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_cancelled_message {
namespace {

asyncio::Coroutine<> cancels_itself() {
    asyncio::current_task().cancel("enough");
    co_return;
}

asyncio::Coroutine<> sleeps() { co_await asyncio::sleep(10); }

asyncio::Coroutine<> attempt(asyncio::Coroutine<> first, asyncio::Coroutine<> last) {
    const auto gathering = asyncio::gather(std::move(first), std::move(last), asyncio::return_exceptions);
    co_await asyncio::sleep(1);
    gathering.cancel();
    try {
        co_await gathering;
    } catch (const asyncio::CancelledError& exc) {
        log(err(exc));
    }
}

asyncio::Coroutine<> main_() {
    co_await attempt(sleeps(), cancels_itself());
    co_await attempt(cancels_itself(), sleeps());
}

const Case kCase("gather_cancelled_message", main_);

}  // namespace
}  // namespace conformance::gather_cancelled_message
