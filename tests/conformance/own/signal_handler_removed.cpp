// SIGINT once its handler was removed: KeyboardInterrupt where it is noticed. The loop ends, and main goes on
// while it is closed.
#include <csignal>
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::signal_handler_removed {
namespace {

using namespace asyncio;

Coroutine<> child(std::string name) {
    std::exception_ptr e;
    try {
        co_await sleep(10);
    } catch (...) {
        e = std::current_exception();
    }
    log(name, "finally", current_task().cancelling());
    try {
        co_await sleep(1);
    } catch (const CancelledError& exc) {
        log(name, "again", exc.args());
        throw;
    }
    log(name, "clean");
    if (e) std::rethrow_exception(e);
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.add_signal_handler(SIGINT, named("log", log), "own handler");
    raise_signal(SIGINT);
    co_await sleep(1);
    log(loop.remove_signal_handler(SIGINT));
    auto t = create_task(child("bg"), {.name = "bg"});
    loop.call_later(1, named("", raise_signal), SIGINT);
    try {
        std::exception_ptr e;
        try {
            co_await gather(child("A"), child("B"));
        } catch (...) {
            e = std::current_exception();
        }
        log("main finally", current_task().cancelling());
        co_await sleep(2);
        log("main clean", t.done());
        if (e) std::rethrow_exception(e);
    } catch (const CancelledError& exc) {
        log("swallowed", exc.args(), current_task().cancelling());
    }
    co_await async_with(timeout(1), []() -> Coroutine<> { co_await sleep(0.5); });
    log("after", current_task().uncancel());
}

const Case kCase("signal_handler_removed", main_);

}  // namespace
}  // namespace conformance::signal_handler_removed
