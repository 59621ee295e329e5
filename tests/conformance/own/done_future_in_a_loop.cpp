// What blocks the loop's thread, but need not wait, gives no other thread its turn.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::done_future_in_a_loop {
namespace {

using namespace asyncio;
using Out = std::vector<std::string>;

Coroutine<int> work(int n, double delay) {
    co_await sleep(delay);
    co_return n;
}

void futures(EventLoop& loop, Out& out) {
    std::vector<concurrent::Future<int>> all;
    for (int n = 0; n < 2; ++n) all.push_back(run_coroutine_threadsafe(work(n, 3 - n), loop));
    for (auto& each : all)
        each.add_done_callback([&out](concurrent::Future<int> done) {
            out.push_back(str(std::pair(std::string("done"), done.result())));
        });
    std::vector<int> results;
    for (auto& each : all) results.push_back(each.result());
    out.push_back(str(results));
}

void waiter(threading::Event event, threading::Lock lock, Out& out, int n) {
    event.wait();
    out.push_back(str(std::pair(std::string("woken"), n)));
    if (lock.acquire({.timeout = 5})) {
        out.push_back(str(std::pair(std::string("locked"), n)));
        lock.release();
    }
}

Coroutine<> main_() {
    Out out;
    co_await to_thread(futures, std::ref(get_running_loop()), std::ref(out));
    threading::Event event;
    threading::Lock lock;
    std::vector<Task<>> threads;
    for (int n = 0; n < 2; ++n)
        threads.push_back(create_task(to_thread(waiter, event, lock, std::ref(out), n)));
    co_await sleep(1);
    event.set();
    {
        const std::lock_guard held(lock);
        out.push_back("the loop has the lock");
        event.wait();
        out.push_back("the loop goes on");
    }
    co_await gather(threads);
    for (const std::string& each : out) log(each);
    std::vector<Coroutine<int>> both;
    for (int n = 0; n < 2; ++n) both.push_back(work(n, 2 - n));
    auto ended = iter(as_completed(std::move(both)));
    const int first = co_await next(ended), second = co_await next(ended);
    log(first, second);
}

const Case kCase("done_future_in_a_loop", main_);

}  // namespace
}  // namespace conformance::done_future_in_a_loop
