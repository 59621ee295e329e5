// Signals: handlers with arguments, replaced, removed, raised while waiting; and what cannot be handled.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <csignal>

namespace conformance::signal_every_way {
namespace {

template <class F>
void attempt(std::string what, F function) {
    try {
        function();
    } catch (const std::exception&) {
        log(what, err(std::current_exception()));
    }
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const auto handler =
        asyncio::named("handler", [](const auto&... arguments) { log("handler", arguments...); });
    loop.add_signal_handler(SIGUSR1, handler, "one", 1);
    asyncio::raise_signal(SIGUSR1);
    log("raised");
    co_await asyncio::sleep(0);
    log("a turn later");
    co_await asyncio::sleep(1);
    loop.add_signal_handler(SIGUSR1, handler, "two");
    loop.call_later(1, asyncio::named("", asyncio::raise_signal), SIGUSR1);
    co_await asyncio::sleep(2);
    const asyncio::Event event;
    loop.add_signal_handler(SIGUSR2, asyncio::named("", [=] { event.set(); }));
    loop.call_later(1, asyncio::named("", asyncio::raise_signal), SIGUSR2);
    co_await event.wait();
    {
        const bool removed = loop.remove_signal_handler(SIGUSR1);
        log("event", removed, loop.remove_signal_handler(SIGUSR1));
    }
    attempt("SIGKILL", [&] { loop.add_signal_handler(SIGKILL, handler); });
    attempt("no signal", [&] { loop.add_signal_handler(1000, handler); });
    attempt("no signal", [&] { loop.remove_signal_handler(0); });
    const auto task = asyncio::current_task();
    loop.add_signal_handler(SIGTERM, asyncio::named("", [=] { task.cancel("terminated"); }));
    loop.call_later(1, asyncio::named("", asyncio::raise_signal), SIGTERM);
    try {
        co_await asyncio::sleep(5);
    } catch (const asyncio::CancelledError& exc) {
        const int before = task.cancelling();
        log(err(exc), before, task.uncancel());
    }
    loop.remove_signal_handler(SIGTERM);
}

const Case kCase("signal_every_way", main_);

}  // namespace
}  // namespace conformance::signal_every_way
