// Threads: results, errors and cancellation of run_in_executor() and to_thread(), and coroutines handed in.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::thread_every_way {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::EventLoop;

const asyncio::ContextVar<std::string> var("var", "none");

std::string work(double delay, std::string how = "returns") {
    asyncio::time::sleep(delay);
    if (how == "fails") throw asyncio::ValueError(how);
    if (how == "cancels") throw asyncio::concurrent::CancelledError("by hand");
    if (how == "sets") {
        const std::string before = var.get();
        var.set("in thread");
        return before;
    }
    return how;
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await std::move(awaitable));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<std::string> coroutine(double delay, std::string how) {
    co_await asyncio::sleep(delay);
    if (how == "fails") throw asyncio::ValueError(how);
    co_return how;
}

std::string hands_in(EventLoop* loop) {
    std::string results;
    const auto add = [&](const std::string& result) { results += (results.empty() ? "" : ", ") + result; };
    auto future = asyncio::run_coroutine_threadsafe(coroutine(1, "returns"), *loop);
    add(asyncio::repr(future.result()));
    future = asyncio::run_coroutine_threadsafe(coroutine(1, "fails"), *loop);
    try {
        future.result();
    } catch (const asyncio::ValueError& exc) {
        add(asyncio::repr(err(exc)));
    }
    future = asyncio::run_coroutine_threadsafe(coroutine(5, "late"), *loop);
    try {
        future.result(1);
    } catch (const asyncio::TimeoutError& exc) {
        add(asyncio::repr(err(exc)));
    }
    add(asyncio::repr(future.cancel()));
    add(asyncio::repr(future.cancelled()));
    return "[" + results + "]";
}

Coroutine<> main_() {
    EventLoop& loop = asyncio::get_running_loop();
    co_await attempt("returns", loop.run_in_executor(nullptr, work, 1.0, "returns"));
    co_await attempt("fails", loop.run_in_executor(nullptr, work, 1.0, "fails"));
    co_await attempt("cancels", loop.run_in_executor(nullptr, work, 1.0, "cancels"));
    var.set("main");
    co_await attempt("to_thread", asyncio::to_thread(work, 1.0, "sets"));
    co_await attempt("executor", loop.run_in_executor(nullptr, work, 1.0, "sets"));
    log(var.get());
    co_await attempt("too late", asyncio::wait_for(asyncio::to_thread(work, 2.0, "returns"), 1));
    const auto future = loop.run_in_executor(nullptr, work, 1.0, "returns");
    const auto task = create_task(attempt("waiter", future), {.name = "waiter"});
    co_await asyncio::sleep(0.5);
    task.cancel("enough");
    co_await task;
    log(outcome(future));
    std::vector<Coroutine<std::string>> calls;
    for (const char* each : {"0", "1", "2"}) calls.push_back(asyncio::to_thread(work, 1.0, each));
    co_await attempt("gather", asyncio::gather(std::move(calls)));
    {
        const asyncio::concurrent::ThreadPoolExecutor pool(1);
        std::vector<asyncio::Future<std::string>> futures;
        for (const char* each : {"0", "1", "2"})
            futures.push_back(loop.run_in_executor(pool, work, 1.0, each));
        co_await asyncio::sleep(0.5);
        std::vector<bool> cancelled;
        for (const auto& each : futures) cancelled.push_back(each.cancel());
        log(cancelled);
        std::vector<std::string> outcomes;
        for (const auto& each : futures) outcomes.push_back(outcome(each));
        log(outcomes);
    }
    log(co_await asyncio::to_thread(hands_in, &loop));
    const asyncio::Event event;
    const auto sets = [&loop, event] {
        asyncio::time::sleep(1);
        loop.call_soon_threadsafe(asyncio::named("", [event] { event.set(); }));
    };
    const asyncio::threading::Thread thread(sets);
    thread.start();
    co_await event.wait();
    log("event set", event.is_set());
    thread.join();
}

const Case kCase("thread_every_way", main_);

}  // namespace
}  // namespace conformance::thread_every_way
