// Cancelling to_thread() releases the waiter at once; the thread itself runs to its end.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::thread_cancel {
namespace {

using namespace asyncio;

const threading::Event gate, finished;

void blocking() {
    gate.wait(5);
    finished.set();
}

Coroutine<> main_() {
    gate.clear();
    finished.clear();
    const auto task = create_task(to_thread(blocking), {.name = "thread"});
    co_await sleep(0);
    task.cancel();
    const std::vector tasks{task};
    co_await wait(tasks);
    log("cancelled()", task.cancelled(), "thread finished", finished.is_set());
    gate.set();
    log("finished", finished.wait(5));
}

const Case kCase("thread_cancel", main_);

}  // namespace
}  // namespace conformance::thread_cancel
