// Calls in threads that nobody waits for any more: cancelled before, while and after they run, and what they
// hand over then.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::threads_given_up {
namespace {

using namespace asyncio;

std::string slow(std::string name, double seconds, EventLoop* loop, bool fails) {
    time::sleep(seconds);
    loop->call_soon_threadsafe(named("log", log), name, "is over");
    if (fails) throw KeyError(name);
    return name;
}

template <class A>
Coroutine<> attempt(std::string name, A awaitable) {
    try {
        log(name, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(name, repr(std::current_exception()), current_task().cancelling());
    }
}

Coroutine<> limited() {
    auto* const loop = &get_running_loop();
    co_await attempt("limit", wait_for(to_thread(slow, "limited", 2, loop, false), 1));
    co_await attempt("shield", wait_for(shield(to_thread(slow, "shielded", 2, loop, true)), 1));
    try {
        co_await async_with(timeout(0.5), TaskGroup(), [=](Timeout&, TaskGroup& group) -> Coroutine<> {
            group.create_task(to_thread(slow, "in group", 1, loop, false), {.name = "in group"});
            group.create_task(sleep(3), {.name = "sleeper"});
            co_return;
        });
    } catch (const TimeoutError& exc) {
        log(err(exc));
    }
    co_await sleep(3);
}

Coroutine<> in_line() {
    auto* const loop = &get_running_loop();
    {
        const concurrent::ThreadPoolExecutor pool(1);
        std::vector<Future<std::string>> calls;
        for (int i = 0; i < 4; ++i)
            calls.push_back(loop->run_in_executor(pool, slow, "call " + std::to_string(i), 1, loop, false));
        co_await sleep(0.5);
        const bool runs = calls[0].cancel("it runs"), waits = calls[2].cancel("it waits");
        log(runs, waits);
        const auto [done, pending] = co_await wait(calls, {.timeout = 1});
        std::vector<std::string> all;
        for (const auto& call : calls) all.push_back(outcome(call));
        log(all, done.size(), pending.size());
        co_await attempt("call 3", calls[3]);
    }
    co_await sleep(0);
    log("pool is gone");
}

Coroutine<> handed_over() {
    auto* const loop = &get_running_loop();
    const auto task = current_task();
    const threading::Event event;
    threading::Thread thread([=] {
        event.wait();
        loop->call_soon_threadsafe(named("", [=] { task.cancel("from a thread"); }));
        const auto handle = loop->call_soon_threadsafe(named("log", log), "never");
        handle.cancel();
        loop->call_soon_threadsafe(named("log", log), "after it");
    });
    thread.start();
    loop->call_later(1, named("", [=] { event.set(); }));
    co_await attempt("sleeper", sleep(9));
    task.uncancel();
    const concurrent::Future<int> future;
    const auto wrapped = wrap_future(future);
    loop->call_later(1, named("", [=] { wrapped.cancel("not any more"); }));
    co_await attempt("wrapped", wrapped);
    log(future.cancelled(), task.cancelling());
}

Coroutine<> main_() {
    log("limited");
    co_await limited();
    log("in_line");
    co_await in_line();
    log("handed_over");
    co_await handed_over();
}

const Case kCase("threads_given_up", main_);

}  // namespace
}  // namespace conformance::threads_given_up
