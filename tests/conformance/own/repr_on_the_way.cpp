// What queues, locks, readers, groups and limits print as while somebody waits.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::repr_on_the_way {
namespace {

using asyncio::create_task;
using asyncio::print;
using asyncio::sleep;

asyncio::Coroutine<> main_() {
    const asyncio::StreamReader reader(100);
    const auto task = create_task(reader.read(10), {.name = "R"});
    co_await sleep(0);
    print(reader);
    reader.feed_data("abc");
    print(reader);
    reader.set_exception(asyncio::ValueError("broken"));
    reader.feed_eof();
    print(reader);
    co_await task;
    const asyncio::Lock lock;
    co_await lock.acquire();
    const auto waiter = create_task(lock.acquire(), {.name = "L"});
    co_await sleep(0);
    print(lock, asyncio::Event(), asyncio::Semaphore(2), asyncio::BoundedSemaphore(0));
    lock.release();
    print(lock);
    co_await waiter;
    print(lock);
    const asyncio::TaskGroup group;
    print(group);
    co_await asyncio::async_with(group, [&]() -> asyncio::Coroutine<> {
        group.create_task(sleep(0), {.name = "child"});
        print(group);
        co_return;
    });
    print(group);
    const asyncio::Timeout scope = asyncio::timeout(1.23456);
    print(scope);
    co_await asyncio::async_with(scope, [&]() -> asyncio::Coroutine<> {
        print(scope);
        scope.reschedule(std::nullopt);
        print(scope);
        co_return;
    });
    print(scope);
    const asyncio::LifoQueue<std::string> queue(2);
    queue.put_nowait("a");
    const auto putter = create_task(queue.put("b"), {.name = "P"});
    co_await putter;
    const auto late = create_task(queue.put("c"), {.name = "Q"});
    co_await sleep(0);
    print(queue);
    queue.shutdown();
    print(queue);
    co_await asyncio::wait(late);
    log(asyncio::type_name(late.exception()));
}

const Case kCase("repr_on_the_way", main_);

}  // namespace
}  // namespace conformance::repr_on_the_way
