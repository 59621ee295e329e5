// call_later() and call_at(): equal times, the past, cancelled by each other, set by callbacks; what handles
// say.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::timer_ties {
namespace {

using asyncio::named;
using asyncio::sleep;
using asyncio::TimerHandle;

const auto logs = named("log", log);

void again(int left) {
    log("again", left);
    if (left > 0) asyncio::get_running_loop().call_later(0.25, named("again", again), left - 1);
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    for (const auto& [name, delay] :
         std::vector<std::pair<std::string, double>>{{"a", 1}, {"b", 0.5}, {"c", 1}, {"d", 0.5}, {"e", 1}})
        loop.call_later(delay, logs, name);
    loop.call_at(1, logs, "f");
    loop.call_at(-3, logs, "past");
    loop.call_later(-1, logs, "before now");
    loop.call_later(0, logs, "now");
    loop.call_soon(logs, "soon");
    co_await sleep(0);
    log("one turn");
    co_await sleep(1);
    log("slept");
    std::vector<TimerHandle> handles;
    const auto cancels_next = named("cancels_next", [&] {
        log("cancels", handles[1].cancelled());
        handles[1].cancel();
        loop.call_later(0, logs, "from a callback");
        loop.call_at(loop.time(), logs, "at this instant");
        loop.call_soon(logs, "soon from a callback");
    });
    handles.push_back(loop.call_later(1, cancels_next));
    handles.push_back(loop.call_later(1, [] { log("never"); }));
    handles.push_back(loop.call_later(1, [] { log("third"); }));
    log(std::vector{handles[0].when(), handles[1].when(), handles[2].when()});
    co_await sleep(1);
    co_await sleep(0);
    log(std::vector{handles[0].cancelled(), handles[1].cancelled(), handles[2].cancelled()});
    handles[0].cancel();
    log(handles[0].cancelled());
    const auto handle = loop.call_soon(logs, "cancelled before");
    handle.cancel();
    handle.cancel();
    log(handle.cancelled());
    const TimerHandle one = loop.call_later(2, logs, "one"), two = loop.call_later(2, logs, "two");
    log(one.when(), one.when() == two.when());
    again(3);
    two.cancel();
    co_await sleep(0.75);
    log("with the last");
    co_await sleep(3);
    const asyncio::Event event;
    loop.call_later(1, &asyncio::Event::set, event);
    const auto sleeper = asyncio::create_task(sleep(1, std::string("slept")), {.name = "sleeper"});
    const auto waiter = asyncio::create_task(event.wait(), {.name = "waiter"});
    log(co_await asyncio::gather(sleeper, waiter, sleep(1, std::string("third"))));
    try {
        co_await asyncio::async_with(asyncio::timeout_at(loop.time() - 1), []() -> asyncio::Coroutine<> {
            co_await sleep(0);
            log("one more turn");
            co_await sleep(0);
        });
    } catch (const asyncio::TimeoutError&) {
        log("the past");
    }
}

const Case kCase("timer_ties", main_);

}  // namespace
}  // namespace conformance::timer_ties
