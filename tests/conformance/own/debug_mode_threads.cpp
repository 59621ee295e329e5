// Debug mode: other threads may only use call_soon_threadsafe().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <functional>

namespace conformance::debug_mode_threads {
namespace {

const auto called = asyncio::named("log", log);

std::string refused(const std::function<void()>& call) {
    try {
        call();
    } catch (const asyncio::RuntimeError& exc) {
        return err(exc);
    }
    return "done";
}

asyncio::Coroutine<std::string> in_thread(std::function<void()> call) {
    const auto try_it = asyncio::named("refused", [call] { return refused(call); });
    co_return co_await asyncio::to_thread(try_it);
}

asyncio::Coroutine<> main_() {
    asyncio::EventLoop& loop = asyncio::get_running_loop();
    log(loop.get_debug(), loop.slow_callback_duration);
    log(co_await in_thread([&] { loop.call_soon_threadsafe(called, "called"); }));
    loop.set_debug(true);
    log(loop.get_debug());
    log(co_await in_thread([&] { loop.call_soon(called, "never"); }));
    log(co_await in_thread([&] { loop.call_later(1, called, "never"); }));
    log(co_await in_thread([&] { loop.call_soon_threadsafe(called, "called again"); }));
    log(refused([&] { loop.call_soon(called, "called by the loop's own"); }));
    co_await asyncio::sleep(1);
}

const Case kCase("debug_mode_threads", main_);

}  // namespace
}  // namespace conformance::debug_mode_threads
