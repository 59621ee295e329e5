// Timers in the past and at one instant, cancelled from each other, moved by the block that they end; debug
// mode.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cmath>

namespace conformance::timers_and_debug {
namespace {

using namespace asyncio;

void tick(std::string name) { log("tick", name); }

void cancels(std::string name, std::vector<TimerHandle> handles) {
    std::vector<bool> cancelled;
    for (auto& h : handles) cancelled.push_back(h.cancelled());
    log(name, "cancels", cancelled);
    for (auto& h : handles) h.cancel();
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    double now = loop.time();
    auto a = loop.call_at(now - 5, tick, "past 5");
    auto b = loop.call_at(now - 7, tick, "past 7");
    auto c = loop.call_later(-1, tick, "negative");
    auto d = loop.call_later(0, tick, "zero");
    auto e = loop.call_soon(tick, "soon");
    log(a.when(), b<a, a <= b, a == b, c> b, true);
    co_await sleep(0);
    log("after one turn");
    co_await sleep(0);
    log("after two");
    auto f = loop.call_later(1, tick, "one");
    auto g = loop.call_later(1, cancels, "G", std::vector{f, a});
    auto h = loop.call_later(1, tick, "H");
    auto i = loop.call_later(1, cancels, "I", std::vector{h});
    auto j = loop.call_at(f.when(), tick, "J");
    loop.call_later(0.5, cancels, "early", std::vector{j});
    co_await sleep(1);
    std::vector<bool> all{a.cancelled(), b.cancelled(), c.cancelled(), d.cancelled(), e.cancelled(),
                          f.cancelled(), g.cancelled(), h.cancelled(), i.cancelled(), j.cancelled()};
    log(all);
    auto scope = timeout(1);
    try {
        co_await async_with(scope, [&](Timeout&) -> Coroutine<> {
            for (int n = 0; n < 3; n++) {
                co_await sleep(0.75);
                scope.reschedule(loop.time() + 1);
                log(scope, scope.when());
            }
            scope.reschedule(loop.time() - 1);
            log("due at once");
            co_await sleep(0);
            log("one more turn");
            co_await sleep(0);
            log("not reached");
        });
    } catch (const TimeoutError&) {
        log(scope, scope.expired());
    }
    try {
        scope.reschedule(std::nullopt);
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    try {
        co_await async_with(timeout_at(loop.time() - 1), [&](Timeout&) -> Coroutine<> {
            co_await sleep(0);
            co_await sleep(0);
            log("not reached");
        });
    } catch (const TimeoutError&) {
        log("in the past");
    }
    try {
        loop.set_debug(true);
        loop.call_later(NAN, tick, "");
    } catch (const ValueError& exc) {
        log(type_name(exc));
    }
    loop.set_debug(false);
    auto never = timeout(std::nullopt);
    co_await async_with(never, [&]() -> Coroutine<> {
        log(never, never.when());
        never.reschedule(loop.time() + 0.5);
        try {
            co_await sleep(1);
        } catch (const CancelledError&) {
            log("swallowed", current_task().cancelling());
        }
    });
    log(never, never.expired(), current_task().cancelling());
}

const Case kCase("timers_and_debug", main_);

}  // namespace
}  // namespace conformance::timers_and_debug
