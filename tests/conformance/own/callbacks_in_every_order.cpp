// Done callbacks: order among awaiting tasks, added late, removed, that raise, cancel, and add others.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::callbacks_in_every_order {
namespace {

using asyncio::Callback;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::named;
using asyncio::sleep;
using Text = asyncio::Future<std::string>;

template <class A>
Coroutine<> waits(std::string name, A future) {
    try {
        log(name, "got", co_await std::move(future));
    } catch (...) {
        log(name, err(std::current_exception()));
    }
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        log("handler", err(context.exception), context.contains("future"));
    });
    const auto callback = named("callback", [](Text future) { log("callback", outcome(future)); });
    const auto other = named("other", [](Text future) { log("other", outcome(future)); });
    const auto raises = named("raises", [](Text) { throw asyncio::ValueError("callback"); });
    const auto exits = named("exits", [=](Text future) {
        log("exits");
        future.add_done_callback(callback);
        asyncio::get_running_loop().call_soon(named("log", log), "called soon");
    });
    Text future = loop.create_future<std::string>();
    const Callback first = future.add_done_callback(callback);
    std::vector<asyncio::Task<>> tasks{create_task(waits("W0", future), {.name = "W0"})};
    co_await sleep(0);
    const Callback second = future.add_done_callback(other);
    future.add_done_callback(first);
    future.add_done_callback(raises);
    tasks.push_back(create_task(waits("W1", future), {.name = "W1"}));
    co_await sleep(0);
    future.add_done_callback(exits);
    {
        const auto removed = future.remove_done_callback(first);
        log(removed, future.remove_done_callback(first));
    }
    future.set_result("value");
    log(future.remove_done_callback(second));
    tasks[0].cancel("in the same turn");
    co_await asyncio::wait(tasks);

    future = loop.create_future<std::string>();
    tasks.clear();
    for (const std::string name : {"X0", "X1", "X2"})
        tasks.push_back(create_task(waits(name, future), {.name = name}));
    future.add_done_callback([&](Text) { log("cancels", tasks[1].cancel()); });
    co_await sleep(0);
    future.set_exception(asyncio::KeyError("k"));
    co_await asyncio::wait(tasks);

    future = loop.create_future<std::string>();
    tasks.clear();
    for (const std::string name : {"Y0", "Y1"})
        tasks.push_back(create_task(waits(name, future), {.name = name}));
    co_await sleep(0);
    {
        const bool cancelled = future.cancel("first");
        log(cancelled, future.cancel("second"));
    }
    future.add_done_callback(callback);
    co_await asyncio::wait(tasks);

    const auto task = create_task(waits("Z", sleep(1, "slept")), {.name = "Z"});
    task.add_done_callback(named("callback", [](asyncio::Future<> done) { log("callback", outcome(done)); }));
    const auto handle = loop.call_later(1, named("log", log), "timer");
    const auto later = loop.call_later(1, named("log", log), "never");
    loop.call_later(1, named("", [=] { later.cancel(); }));
    co_await sleep(1);
    handle.cancel();
    co_await task;
    log(handle.cancelled(), later.cancelled());
    loop.set_exception_handler(nullptr);
}

const Case kCase("callbacks_in_every_order", main_);

}  // namespace
}  // namespace conformance::callbacks_in_every_order
