// shield(): of what is done, within each other and in gather, cancelled from outside and from inside.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::shield_every_way {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::shield;
using asyncio::sleep;
using Task = asyncio::Task<double>;

Coroutine<double> work(double delay, std::string error = "") {
    co_await sleep(delay);
    if (!error.empty()) throw asyncio::ValueError(error);
    co_return delay;
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await awaitable);
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<double> waits(asyncio::Future<double> shielded) {
    try {
        co_return co_await shielded;
    } catch (const asyncio::CancelledError& exc) {
        log("waiter", err(exc));
        throw;
    }
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const auto done = create_task(work(0), {.name = "done"});
    co_await done;
    log(shield(done) == done);
    const auto failed = create_task(work(0, "failed"), {.name = "failed"});
    co_await asyncio::wait(failed);
    co_await attempt("failed", shield(failed));
    const auto cancelled = create_task(work(5), {.name = "cancelled"});
    cancelled.cancel("early");
    co_await asyncio::wait(cancelled);
    co_await attempt("cancelled", shield(cancelled));

    auto inner = create_task(work(2), {.name = "inner"});
    auto waiter = create_task(waits(shield(shield(inner))), {.name = "twice"});
    co_await sleep(1);
    waiter.cancel("outside");
    co_await asyncio::wait(waiter);
    {
        const std::string before = outcome(inner);
        const double result = co_await inner;
        log(outcome(waiter), before, result);
    }

    inner = create_task(work(2), {.name = "from inside"});
    waiter = create_task(waits(shield(inner)), {.name = "W"});
    co_await sleep(1);
    inner.cancel("inside");
    co_await asyncio::wait(waiter);
    log(outcome(waiter), outcome(inner), waiter.cancelling());

    inner = create_task(work(2, "inner fails"), {.name = "fails"});
    auto shielded = shield(inner);
    const std::vector<Task> waiters{create_task(waits(shielded), {.name = "W0"}),
                                    create_task(waits(shielded), {.name = "W1"})};
    co_await sleep(1);
    waiters[0].cancel("both");
    co_await asyncio::wait(waiters);
    log(std::vector<std::string>{outcome(waiters[0]), outcome(waiters[1])}, shielded.cancelled());
    co_await attempt("inner", inner);

    inner = create_task(work(2), {.name = "in gather"});
    const auto gathering = asyncio::gather(shield(inner), work(3));
    co_await sleep(1);
    gathering.cancel("gather");
    co_await attempt("gather", gathering);
    log(co_await inner);

    inner = create_task(work(1), {.name = "same turn"});
    shielded = shield(inner);
    waiter = create_task(waits(shielded), {.name = "S"});
    inner.add_done_callback([=] { log("cancelled in time", waiter.cancel()); });
    co_await asyncio::wait(waiter);
    log(outcome(waiter), outcome(shielded));

    const auto future = loop.create_future<double>();
    shielded = shield(future);
    shielded.cancel("shield only");
    co_await sleep(0);
    {
        const std::string before = outcome(future);
        future.set_result(1);
        log(before, outcome(shielded), asyncio::None{});
    }
    co_await attempt("coroutine", shield(work(1)));
    inner = create_task(work(2), {.name = "T"});
    co_await attempt("timeout", asyncio::wait_for(shield(inner), 1));
    log(co_await inner);
}

const Case kCase("shield_every_way", main_);

}  // namespace
}  // namespace conformance::shield_every_way
