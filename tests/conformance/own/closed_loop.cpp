// What a loop that is closed refuses, and what is set all the same: futures with callbacks and without,
// timers, tasks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::closed_loop {
namespace {

using asyncio::Coroutine;

template <class F>
void attempt(std::string what, F function) {
    try {
        if constexpr (std::is_same_v<decltype(function()), bool>) {
            log(what, function());
        } else {
            function();
            log(what, asyncio::None());
        }
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<int> work() { co_return 1; }

Coroutine<> main_() {
    auto loop = asyncio::new_event_loop();
    std::vector<asyncio::Future<int>> futures;
    for (int i = 0; i < 5; ++i) futures.push_back(loop->create_future<int>());
    const auto [lonely, result, failure, cancelled, done] =
        std::tuple(futures[0], futures[1], futures[2], futures[3], futures[4]);
    for (const auto& future : {result, failure, cancelled}) {
        future.add_done_callback([] { log("never"); });
        future.add_done_callback([] { log("never"); });
    }
    done.set_result(3);
    auto handle = loop->call_later(1, log, "never");
    log(loop->is_closed(), loop);
    loop->close();
    log(loop->is_closed(), loop);
    attempt("lonely", [&] { lonely.set_result(1); });
    attempt("result", [&] { result.set_result(1); });
    log(result.done(), result.result(), result);
    attempt("again", [&] { result.set_result(2); });
    attempt("failure", [&] { failure.set_exception(asyncio::ValueError("x")); });
    log(failure.done(), err(failure.exception()));
    attempt("cancel", [&] { return cancelled.cancel(); });
    attempt("cancel", [&] { return cancelled.cancel(); });
    log(cancelled.cancelled());
    attempt("callback", [&] { done.add_done_callback([] { log(); }); });
    attempt("callback", [&] { loop->create_future().add_done_callback([] { log(); }); });
    attempt("call_soon", [&] { loop->call_soon([] { log(); }); });
    attempt("call_later", [&] { loop->call_later(1, [] { log(); }); });
    attempt("call_at", [&] { loop->call_at(1, [] { log(); }); });
    attempt("call_soon_threadsafe", [&] { loop->call_soon_threadsafe([] { log(); }); });
    attempt("run_in_executor", [&] { loop->run_in_executor(nullptr, [] { log(); }); });
    auto coroutine = work();
    attempt("create_task", [&] { loop->create_task(std::move(coroutine)); });
    attempt("run_forever", [&] { loop->run_forever(); });
    attempt("stop", [&] { loop->stop(); });
    attempt("close", [&] { loop->close(); });
    handle.cancel();
    log(handle.cancelled());
    attempt("running", [] { asyncio::get_running_loop().close(); });
    co_return;
}

const Case kCase("closed_loop", main_);

}  // namespace
}  // namespace conformance::closed_loop
