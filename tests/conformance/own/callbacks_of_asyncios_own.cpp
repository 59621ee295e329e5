#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::callbacks_of_asyncios_own {
namespace {

using namespace asyncio;

Coroutine<> main_() {
    EventLoop& loop = get_running_loop();
    loop.set_exception_handler([](EventLoop&, const ExceptionContext& context) {
        log(context.message, repr(context.exception), context.handle);
    });
    auto future = loop.create_future<int>();
    Lock lock;
    Queue<int> queue(1);
    Event event;
    log(loop.call_soon(&Future<int>::set_result, future, 1));
    loop.call_soon(&Future<int>::set_result, future, 2);
    loop.call_soon(&Lock::release, lock);
    loop.call_later(1, &Queue<int>::put_nowait, queue, 1);
    loop.call_later(1, &Queue<int>::put_nowait, queue, 2);
    log(loop.call_soon(&Event::set, event));
    const Task<> task = create_task(sleep(5), {.name = "sleeper"});
    log(loop.call_soon(&Task<>::cancel, task));
    loop.call_soon(print, "printed");
    co_await sleep(2);
    log(future.result(), queue, event.is_set(), task.cancelled());
}

const Case kCase("callbacks_of_asyncios_own", main_);

}  // namespace
}  // namespace conformance::callbacks_of_asyncios_own
