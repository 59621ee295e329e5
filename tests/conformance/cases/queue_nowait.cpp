// get_nowait(), put_nowait(): QueueEmpty and QueueFull; maxsize 0 and less is no limit.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_nowait {
namespace {

asyncio::Coroutine<> main_() {
    asyncio::Queue<std::string> queue(1);
    try {
        queue.get_nowait();
    } catch (const asyncio::QueueEmpty&) {
        log("QueueEmpty");
    }
    queue.put_nowait("item");
    try {
        queue.put_nowait("more");
    } catch (const asyncio::QueueFull&) {
        log("QueueFull");
    }
    asyncio::Queue<int> endless(-1);
    for (int i = 0; i < 100; ++i) endless.put_nowait(i);
    log("size", endless.qsize(), "full", endless.full(), "maxsize", endless.maxsize());
    co_return;
}

const Case kCase("queue_nowait", main_);

}  // namespace
}  // namespace conformance::queue_nowait
