// Threads: the order of what they hand over, futures of both kinds tied together, cancelled from either side,
// and their texts.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::thread_hand_overs {
namespace {

using asyncio::Coroutine;
using asyncio::to_thread;
using asyncio::wrap_future;
using Text = asyncio::concurrent::Future<std::string>;

Coroutine<std::string> fetch(double delay, std::string what) {
    try {
        co_await asyncio::sleep(delay);
    } catch (const asyncio::CancelledError& exc) {
        log("fetch", what, err(exc));
        throw;
    }
    if (what == "bad") throw asyncio::ValueError(what);
    co_return what;
}

template <class A>
Coroutine<> attempt(std::string name, A awaitable) {
    try {
        log(name, co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(name, err(std::current_exception()));
    }
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const auto logs = asyncio::named("log", log);

    const auto hands_over = [&] {
        for (int number = 0; number < 3; ++number) loop.call_soon_threadsafe(logs, "knock", number);
        const auto handle = loop.call_soon_threadsafe(logs, "never");
        handle.cancel();
        return handle.cancelled();
    };
    co_await attempt("hands over", to_thread(hands_over));

    const auto asks = [&](double delay, std::string what, double patience) {
        const auto future = asyncio::run_coroutine_threadsafe(fetch(delay, what), loop);
        try {
            return future.result(patience);
        } catch (const asyncio::TimeoutError&) {
            return "gave up, " + asyncio::str(future.cancel());
        }
    };
    co_await attempt("asks", to_thread(asks, 1, "good", 5));
    co_await attempt("asks", to_thread(asks, 1, "bad", 5));
    co_await attempt("asks", to_thread(asks, 5, "slow", 1));
    co_await asyncio::sleep(1);

    Text outer;
    auto wrapped = wrap_future(outer);
    log(outcome(wrapped), wrap_future(wrapped) == wrapped);
    const asyncio::threading::Thread thread([outer] { outer.set_result("from a thread"); });
    thread.start();
    co_await attempt("wrapped", wrapped);
    outer = Text();
    wrapped = wrap_future(outer);
    wrapped.cancel();
    co_await asyncio::sleep(0);
    co_await asyncio::sleep(0);
    log(outer.cancelled(), outcome(wrapped));
    outer = Text();
    wrapped = wrap_future(outer);
    outer.set_exception(asyncio::KeyError("outer"));
    log(outcome(wrapped));
    co_await attempt("failed", wrapped);

    {
        const asyncio::concurrent::ThreadPoolExecutor pool(1);
        const auto sleeps = [](double seconds) { asyncio::time::sleep(seconds); };
        const auto first = loop.run_in_executor(pool, sleeps, 1);
        const auto second = loop.run_in_executor(pool, [] { return std::string("second"); });
        const auto third = loop.run_in_executor(pool, [] { return std::string("third"); });
        co_await asyncio::sleep(0.5);
        const bool second_went = second.cancel();
        log(second_went, first.cancel());
        co_await attempt("first", first);
        co_await attempt("second", second);
        co_await attempt("third", third);
    }
    const auto sleeps = [](double seconds) { asyncio::time::sleep(seconds); };
    co_await attempt("limit", asyncio::wait_for(to_thread(sleeps, 3), 1));
    co_await asyncio::sleep(3);
    std::vector<asyncio::Task<>> tasks;
    co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        for (const int delay : {2, 1})
            tasks.push_back(
                group.create_task(to_thread(sleeps, delay), {.name = "t" + std::to_string(delay)}));
        co_return;
    });
    log(std::vector{outcome(tasks[0]), outcome(tasks[1])});
}

const Case kCase("thread_hand_overs", main_);

}  // namespace
}  // namespace conformance::thread_hand_overs
