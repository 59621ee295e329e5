// StreamReader: cancelling a read loses no data, even if it had just been woken.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::reader_cancel {
namespace {

asyncio::Coroutine<> main_() {
    asyncio::StreamReader reader;
    auto task = asyncio::create_task(reader.readexactly(6), {.name = "read"});
    co_await asyncio::sleep(1);
    reader.feed_data("abc");
    co_await asyncio::sleep(1);
    reader.feed_data("def");
    task.cancel();
    const std::vector tasks = {task};
    co_await asyncio::wait(tasks);
    log("cancelled()", task.cancelled(), "data", co_await reader.read(100));
}

const Case kCase("reader_cancel", main_);

}  // namespace
}  // namespace conformance::reader_cancel
