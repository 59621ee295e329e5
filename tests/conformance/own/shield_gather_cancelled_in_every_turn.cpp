// gather() of shield()s, shield() of a gather and wait_for() of a shield: cancelled before, in and after each
// turn.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::shield_gather_cancelled_in_every_turn {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::gather;
using asyncio::shield;
using asyncio::sleep;
using Work = asyncio::Task<std::string>;

Coroutine<std::string> work(std::string name, int turns) {
    try {
        for (int i = 0; i < turns; ++i) co_await sleep(0);
    } catch (const asyncio::CancelledError& exc) {
        log(name, err(exc));
        throw;
    }
    co_return name;
}

Coroutine<asyncio::GatherResults<std::string, std::string>> gather_of_shields(Work a, Work b) {
    co_return co_await gather(shield(a), shield(b));
}

Coroutine<asyncio::GatherResults<std::string, std::string>> shield_of_gather(Work a, Work b) {
    co_return co_await shield(gather(a, b));
}

Coroutine<std::pair<std::string, std::string>> wait_for_shield(Work a, Work b) {
    auto first = co_await asyncio::wait_for(shield(a), 5);
    co_return std::pair(first, co_await b);
}

auto gather_collecting(Work a, Work b)
    -> Coroutine<asyncio::GatherResults<asyncio::Outcome<std::string>, asyncio::Outcome<std::string>>> {
    co_return co_await gather(shield(a), b, asyncio::return_exceptions);
}

template <class Way>
Coroutine<> in_every_turn(std::string name, Way way) {
    for (int turns = 0; turns < 6; ++turns) {
        log(name, turns);
        const auto a = create_task(work("a", 1), {.name = "a"});
        const auto b = create_task(work("b", 2), {.name = "b"});
        const auto waiter = create_task(way(a, b), {.name = "w"});
        for (int i = 0; i < turns; ++i) co_await sleep(0);
        const bool asked = waiter.cancel("stop");
        log(asked, waiter.cancelling());
        const std::vector<asyncio::AnyTask> all{waiter, a, b};
        co_await asyncio::wait(all);
        log(outcome(waiter), outcome(a), outcome(b));
    }
}

Coroutine<> main_() {
    co_await in_every_turn("gather_of_shields", gather_of_shields);
    co_await in_every_turn("shield_of_gather", shield_of_gather);
    co_await in_every_turn("wait_for_shield", wait_for_shield);
    co_await in_every_turn("gather_collecting", gather_collecting);
}

const Case kCase("shield_gather_cancelled_in_every_turn", main_);

}  // namespace
}  // namespace conformance::shield_gather_cancelled_in_every_turn
