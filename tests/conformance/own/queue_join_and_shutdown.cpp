// join() by several, cancelled and late; shutdown() of a full, an empty and a joined queue, before and after
// the end.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::queue_join_and_shutdown {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::None;
using asyncio::Queue;
using asyncio::sleep;
using Letters = Queue<std::string>;

template <class T>
Coroutine<> attempt(std::string name, Coroutine<T> awaitable) {
    try {
        log(name, co_await or_none(std::move(awaitable)));
    } catch (...) {
        const auto error = std::current_exception();
        log(name, err(error), asyncio::repr(error));
    }
}

template <class Function>
void tried(const char* name, Function function) {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Function>>) {
            function();
            log(name, None());
        } else {
            log(name, function());
        }
    } catch (const asyncio::Exception& exc) {
        log(name, exc.repr());
    }
}

template <class T>
std::vector<std::string> outcomes(const std::vector<asyncio::Task<T>>& tasks) {
    std::vector<std::string> texts;
    for (const auto& task : tasks) texts.push_back(outcome(task));
    return texts;
}

Coroutine<> worker(Queue<int> queue, std::string name) {
    while (true) {
        const int item = co_await queue.get();
        co_await sleep(item);
        log(name, "did", item);
        queue.task_done();
    }
}

Coroutine<> joined() {
    const Queue<int> queue;
    co_await attempt("join of an empty queue", queue.join());
    tried("task_done", [&] { queue.task_done(); });
    for (const int item : {1, 2, 0}) queue.put_nowait(item);
    std::vector<asyncio::Task<>> joins, workers;
    for (const char* name : {"j", "k", "l"}) joins.push_back(create_task(queue.join(), {.name = name}));
    for (const char* name : {"v", "w"}) workers.push_back(create_task(worker(queue, name), {.name = name}));
    co_await sleep(1);
    joins[1].cancel("no time");
    co_await sleep(1);
    log(outcomes(joins), queue);
    const auto late = create_task(queue.join(), {.name = "late"});
    queue.put_nowait(1);
    co_await late;
    log("all done", queue);
    for (const auto& task : workers) task.cancel();
    log(co_await asyncio::gather(workers, asyncio::return_exceptions));
}

Coroutine<> shut(Letters queue, bool immediate) {
    std::vector<asyncio::Task<std::string>> getters;
    std::vector<asyncio::Task<>> putters;
    if (queue.empty())
        for (const char* name : {"g1", "g2"}) getters.push_back(create_task(queue.get(), {.name = name}));
    if (queue.full())
        for (const char* name : {"p1", "p2"}) putters.push_back(create_task(queue.put(name), {.name = name}));
    const auto joiner = create_task(queue.join(), {.name = "joiner"});
    co_await sleep(0);
    queue.shutdown(immediate);
    log(queue, queue.qsize(), queue.full(), queue.empty());
    co_await sleep(0);
    co_await sleep(0);
    log(getters.empty() ? outcomes(putters) : outcomes(getters), joiner.done());
    tried("put_nowait", [&] { queue.put_nowait("9"); });
    co_await attempt("put", queue.put("9"));
    tried("get_nowait", [&] { return queue.get_nowait(); });
    co_await attempt("get", queue.get());
    tried("task_done", [&] { queue.task_done(); });
    tried("task_done", [&] { queue.task_done(); });
    queue.shutdown(immediate);
    co_await attempt("joiner", asyncio::wait_for(joiner, 1));
}

Coroutine<> main_() {
    co_await joined();
    for (const bool immediate : {false, true}) {
        const Letters empty;
        log("empty", immediate);
        co_await shut(empty, immediate);
        const Letters full(2);
        full.put_nowait("a");
        full.put_nowait("b");
        log("full", immediate);
        co_await shut(full, immediate);
        const Letters half(2);
        half.put_nowait("c");
        log("half", immediate);
        co_await shut(half, immediate);
    }
    using Item = std::pair<int, std::string>;
    const asyncio::PriorityQueue<Item> queue(3);
    for (const auto& item : {Item(2, "b"), Item(1, "z"), Item(2, "a")}) queue.put_nowait(item);
    tried("put_nowait", [&] { queue.put_nowait(Item(0, "full")); });
    const auto putter = create_task(queue.put(Item(0, "first")), {.name = "putter"});
    co_await sleep(0);
    const Item one = queue.get_nowait(), two = queue.get_nowait();
    log(std::vector{one, two}, queue);
    co_await putter;
    queue.shutdown();
    const Item three = co_await queue.get();
    const Item four = co_await queue.get();
    log(std::vector{three, four});
    tried("get_nowait", [&] { return queue.get_nowait(); });
}

const Case kCase("queue_join_and_shutdown", main_);

}  // namespace
}  // namespace conformance::queue_join_and_shutdown
