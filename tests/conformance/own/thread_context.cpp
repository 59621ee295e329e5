// Threads and context variables: what call_soon_threadsafe() and run_coroutine_threadsafe() call sees the
// thread's.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::thread_context {
namespace {

const asyncio::ContextVar<std::string> var("var", "nobody");

void seen(const std::string& name) { log(name, "sees", var.get()); }

asyncio::Coroutine<> coroutine() {
    seen("coroutine");
    var.set("coroutine");
    co_await asyncio::sleep(0);
    seen("coroutine");
}

using Pair = std::pair<std::string, std::string>;

Pair in_thread(asyncio::EventLoop* loop) {
    const std::string got = var.get();
    var.set("thread");
    loop->call_soon_threadsafe(asyncio::named("seen", seen), "callback");
    asyncio::run_coroutine_threadsafe(coroutine(), *loop).result();
    return Pair(got, var.get());
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    var.set("main");
    const Pair with_context = co_await asyncio::to_thread(in_thread, &loop);
    log(with_context, var.get());
    const Pair without = co_await loop.run_in_executor(nullptr, in_thread, &loop);
    log(without, var.get());
    asyncio::Event done;
    const auto bare = [&] {
        loop.call_soon_threadsafe(asyncio::named("seen", seen), "callback of a bare thread");
        loop.call_soon_threadsafe(&asyncio::Event::set, done);
    };
    const asyncio::threading::Thread thread(bare);
    thread.start();
    co_await done.wait();
    thread.join();
}

const Case kCase("thread_context", main_);

}  // namespace
}  // namespace conformance::thread_context
