// wait(): limits that end in the turn of a result, cancelled waits, and futures settled by callbacks
// meanwhile.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::wait_in_every_turn {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using Sleeper = asyncio::Task<double>;
using Tasks = std::vector<Sleeper>;

template <class Task>
std::string names(const std::vector<Task>& tasks) {
    std::vector<std::string> sorted;
    for (const Task& task : tasks) sorted.push_back(task.get_name());
    std::sort(sorted.begin(), sorted.end());
    std::string text;
    for (const std::string& name : sorted) text += (text.empty() ? "" : " ") + name;
    return text.empty() ? "-" : text;
}

Coroutine<double> sleeper(double delay) {
    co_await asyncio::sleep(delay);
    co_return delay;
}
template <class E>
Coroutine<double> sleeper(double delay, E exc) {
    co_await asyncio::sleep(delay);
    throw exc;
}

template <class Task>
Coroutine<> show(std::string name, std::vector<Task> tasks, asyncio::WaitOptions options = {}) {
    const auto [done, pending] = co_await asyncio::wait(tasks, options);
    log(name, names(done), "|", names(pending));
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const Sleeper a = create_task(sleeper(1), {.name = "a"});
    const Sleeper b = create_task(sleeper(2), {.name = "b"});
    const Tasks first{a, b}, twice{b, b, a};
    for (const int limit : {0, -1, 1})
        co_await show("limit " + std::to_string(limit), first, {.timeout = limit});
    co_await show("limit 0.5", first, {.timeout = 0.5});
    co_await show("twice", twice, {.timeout = 0});
    co_await show("rest", std::vector(1, b));
    const Sleeper c = create_task(sleeper(1, asyncio::ValueError("c")), {.name = "c"});
    const Sleeper d = create_task(sleeper(1), {.name = "d"});
    const Sleeper e = create_task(sleeper(2), {.name = "e"});
    const Tasks three{d, c, e}, two{e, d};
    co_await show("first exception", three, {.return_when = asyncio::FIRST_EXCEPTION});
    co_await show("first completed", two, {.return_when = asyncio::FIRST_COMPLETED});
    e.cancel();
    co_await show("cancelled", std::vector(1, e), {.return_when = asyncio::FIRST_EXCEPTION});
    c.exception();
    const Sleeper f = create_task(sleeper(1, asyncio::KeyError("f")), {.name = "f"});
    const Sleeper g = create_task(sleeper(1), {.name = "g"});
    g.add_done_callback([f] { f.cancel("by g"); });
    const Tasks both{f, g};
    co_await show("cancelled by a callback", both, {.return_when = asyncio::FIRST_COMPLETED});
    co_await show("both", both);
    log(f.cancelled(), f.cancelled() ? "" : err(f.exception()));
    const auto future = loop.create_future<double>();
    const Sleeper h = create_task(sleeper(1), {.name = "h"});
    loop.call_later(1, asyncio::named("", [future] { future.set_result(7); }));
    const auto [done, pending] = co_await asyncio::wait(future, h, {.return_when = asyncio::FIRST_COMPLETED});
    log(done.size(), pending.size(), std::find(done.begin(), done.end(), future) != done.end(),
        future.result());
    for (int turns = 0; turns < 5; ++turns) {
        const auto x = create_task(asyncio::sleep(0, std::string("x")), {.name = "x"});
        const auto waiter = create_task(show("waiter", std::vector(1, x)), {.name = "waiter"});
        for (int i = 0; i < turns; ++i) co_await asyncio::sleep(0);
        log(turns, waiter.cancel("no more"));
        const auto result = co_await asyncio::gather(waiter, asyncio::return_exceptions);
        log(result, x.done());
        co_await x;
    }
    try {
        co_await asyncio::wait(Tasks());
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    try {
        co_await asyncio::wait(h, asyncio::sleep(0));
    } catch (const asyncio::TypeError& exc) {
        log(err(exc));
    }
}

const Case kCase("wait_in_every_turn", main_);

}  // namespace
}  // namespace conformance::wait_in_every_turn
