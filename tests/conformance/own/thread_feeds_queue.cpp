// Threads and a queue: fed by call_soon_threadsafe(), by run_coroutine_threadsafe() that waits, by one that
// gives up; a thread per item.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::thread_feeds_queue {
namespace {

using namespace asyncio;

void produce(EventLoop& loop, Queue<int> queue, int items) {
    for (int item = 0; item < items; ++item) {
        time::sleep(1);
        loop.call_soon_threadsafe([=] { queue.put_nowait(item); });
    }
    loop.call_soon_threadsafe([=] { queue.shutdown(); });
}

Coroutine<> fed() {
    const Queue<int> queue;
    auto& loop = get_running_loop();
    const threading::Thread thread([&loop, queue] { produce(loop, queue, 3); });
    thread.start();
    try {
        while (true) log("item", co_await queue.get());
    } catch (const QueueShutDown& exc) {
        log(err(exc), thread.is_alive());
    }
    thread.join();
}

std::vector<std::string> produce_slowly(EventLoop& loop, Queue<int> queue) {
    std::vector<std::string> results;
    for (int item = 0; item < 4; ++item) {
        const auto future = run_coroutine_threadsafe(queue.put(item), loop);
        try {
            future.result(1.5);
            results.push_back("put " + std::to_string(item));
        } catch (const TimeoutError&) {
            results.push_back(std::to_string(item) + " " + str(future.cancel()));
        }
    }
    return results;
}

Coroutine<> full() {
    const Queue<int> queue(1);
    auto& loop = get_running_loop();
    const auto produce = [&loop, queue] { return produce_slowly(loop, queue); };
    const auto thread = create_task(to_thread(produce));
    co_await sleep(2);
    int item = co_await queue.get();
    log(item, queue);
    co_await sleep(3);
    item = co_await queue.get();
    log(item, queue);
    log(co_await thread);
}

int work(int number) {
    time::sleep(number);
    if (number == 2) throw ValueError(number);
    return number * number;
}

Coroutine<std::string> answers(double delay, std::optional<std::string> value) {
    co_await sleep(delay);
    if (!value) throw LookupError("nothing");
    co_return *value;
}

// A thread that asks the loop, while the loop awaits the thread.
std::string asks(EventLoop& loop, threading::Event event) {
    const auto b = run_coroutine_threadsafe(answers(2, "b"), loop);
    const auto a = run_coroutine_threadsafe(answers(1, "a"), loop);
    const auto nothing = run_coroutine_threadsafe(answers(3, std::nullopt), loop);
    for (const auto& future : {b, a}) loop.call_soon_threadsafe(log, "thread has", future.result());
    event.wait();
    try {
        return nothing.result();
    } catch (const LookupError& exc) {
        return err(exc);
    }
}

Coroutine<> asked() {
    const threading::Event event;
    auto& loop = get_running_loop();
    loop.call_later(2.5, [=] { event.set(); });
    log(co_await to_thread([&] { return asks(loop, event); }));
}

Coroutine<> one_each() {
    auto& loop = get_running_loop();
    {
        const concurrent::ThreadPoolExecutor pool(2);
        std::vector<Future<int>> futures;
        for (const int number : {3, 1, 2, 1}) futures.push_back(loop.run_in_executor(pool, work, number));
        for (auto future : as_completed(futures)) {
            try {
                log(co_await future);
            } catch (const ValueError& exc) {
                log(err(exc));
            }
        }
    }
    const Lock lock;
    const auto guarded = [&](int number) -> Coroutine<int> {
        co_return co_await async_with(
            lock, [&]() -> Coroutine<int> { co_return co_await to_thread(work, number); });
    };
    log(co_await gather(guarded(1), guarded(3), guarded(2), return_exceptions));
}

Coroutine<> main_() {
    log("fed");
    co_await fed();
    log("full");
    co_await full();
    log("asked");
    co_await asked();
    log("one_each");
    co_await one_each();
}

const Case kCase("thread_feeds_queue", main_);

}  // namespace
}  // namespace conformance::thread_feeds_queue
