// run_coroutine_threadsafe() cancelled from both sides, loops in threads, names that go on, executors that
// are shut down.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::threads_both_sides {
namespace {

using namespace asyncio;
using Results = std::vector<std::string>;

Coroutine<std::string> work(std::string name, double delay) {
    try {
        co_await sleep(delay);
        co_return name;
    } catch (const CancelledError&) {
        log(name, "cancelled");
        throw;
    }
}

std::string from_thread(EventLoop& loop, Results& results, std::string how) {
    auto future = run_coroutine_threadsafe(work(how, 5), loop);
    try {
        if (how == "timeout") {
            future.result(1);
        } else if (how == "cancel") {
            results.push_back(str(future.cancel()));
            future.result(1);
        } else {
            future.result();
        }
    } catch (const TimeoutError& exc) {
        results.push_back(type_name(exc));
    } catch (const concurrent::CancelledError& exc) {
        results.push_back(type_name(exc));
    }
    results.push_back(how + " " + str(future.cancelled()) + " " + str(future.done()) + " " +
                      str(future.running()));
    future.cancel();
    return how;
}

Coroutine<std::string> named_() { co_return current_task().get_name(); }

Results own_loop() {
    Results names{run(named_()), run(named_())};
    try {
        get_running_loop();
    } catch (const RuntimeError& exc) {
        names.push_back(exc.str());
    }
    return names;
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    Results results;
    for (std::string how : {"timeout", "cancel", "wait"}) {
        auto thread =
            create_task(to_thread(from_thread, std::ref(loop), std::ref(results), how), {.name = "t " + how});
        co_await sleep(2);
        for (auto task : all_tasks())
            if (task != current_task() && task != thread) task.cancel();
        log(co_await thread, results);
        results.clear();
        co_await sleep(0);
    }
    try {
        run(named_());
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    auto names = co_await to_thread(own_loop);
    log(names[2]);
    concurrent::ThreadPoolExecutor pool(1);
    auto first = loop.run_in_executor(pool, from_thread, std::ref(loop), std::ref(results), "timeout");
    auto second = loop.run_in_executor(pool, own_loop);
    co_await sleep(0.5);
    bool cancelled = second.cancel();
    log(cancelled, co_await first);
    pool.shutdown();
    try {
        loop.run_in_executor(pool, own_loop);
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    co_await loop.shutdown_default_executor();
    try {
        co_await to_thread(own_loop);
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
}

const Case kCase("threads_both_sides", main_);

}  // namespace
}  // namespace conformance::threads_both_sides
