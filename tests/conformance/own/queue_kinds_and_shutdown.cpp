// LifoQueue and PriorityQueue: their order and repr, equal priorities included; shutdown(immediate) with
// getters, putters and join().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_kinds_and_shutdown {
namespace {

asyncio::Coroutine<> puts(asyncio::Queue<int> queue, int item) {
    try {
        co_await queue.put(item);
        log("put", "->", asyncio::None{});
    } catch (const asyncio::QueueShutDown& exc) {
        log("put", exc.repr());
    }
}

asyncio::Coroutine<> joins(asyncio::Queue<int> queue) {
    co_await queue.join();
    log("join", "->", asyncio::None{});
}

asyncio::Coroutine<> gets(asyncio::Queue<int> queue) {
    try {
        log("get", "->", co_await queue.get());
    } catch (const asyncio::QueueShutDown& exc) {
        log("get", exc.repr());
    }
}

asyncio::Coroutine<> main_() {
    using Item = std::pair<int, std::string>;
    const asyncio::LifoQueue<Item> last;
    const asyncio::PriorityQueue<Item> least;
    const Item items[] = {{5, "a"}, {3, "b"}, {3, "a"}, {9, "c"}, {1, "z"}, {3, "c"}, {1, "a"}};
    for (const Item& item : items) {
        co_await last.put(item);
        co_await least.put(item);
        log(least);
    }
    log(last);
    while (!least.empty()) {
        const Item one = last.get_nowait();
        const Item other = co_await least.get();
        log(one, other, least);
    }
    const std::vector<asyncio::Queue<int>> queues{asyncio::Queue<int>(1), asyncio::LifoQueue<int>(1),
                                                  asyncio::PriorityQueue<int>(1)};
    for (const auto& queue : queues) {
        queue.put_nowait(1);
        std::vector<asyncio::Task<>> tasks;
        tasks.push_back(asyncio::create_task(puts(queue, 2)));
        tasks.push_back(asyncio::create_task(puts(queue, 3)));
        tasks.push_back(asyncio::create_task(joins(queue)));
        co_await asyncio::sleep(1);
        log(queue);
        queue.shutdown(true);
        log(queue);
        co_await asyncio::wait(tasks);
        co_await gets(queue);
        log(queue.empty(), queue.full(), queue.qsize(), queue.maxsize());
    }
    const asyncio::Queue<int> empty;
    std::vector<asyncio::Task<>> tasks;
    for (int i = 0; i < 2; ++i) tasks.push_back(asyncio::create_task(gets(empty)));
    co_await asyncio::sleep(1);
    empty.shutdown();
    tasks[0].cancel();
    co_await asyncio::wait(tasks);
    log(empty, tasks[0].cancelled());
}

const Case kCase("queue_kinds_and_shutdown", main_);

}  // namespace
}  // namespace conformance::queue_kinds_and_shutdown
