// format_call_graph(): who waits for a task, by everything that waits for others. Names, without places.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <regex>
#include <sstream>

namespace conformance::call_graph_every_way {
namespace {

void show(const std::string& text) {
    static const std::regex place("File '.*'(, line [0-9]+)?, in ");
    std::istringstream in(std::regex_replace(text, place, ""));
    for (std::string line; std::getline(in, line);) log(line);
}

asyncio::Coroutine<> sleeps() { co_await asyncio::sleep(1); }

asyncio::Coroutine<> stubborn() {
    try {
        co_await asyncio::sleep(1);
    } catch (const asyncio::CancelledError&) {}
    co_await asyncio::sleep(1);
}

asyncio::Coroutine<> awaits(asyncio::Future<> task) { co_await task; }
asyncio::Coroutine<> gathers(asyncio::Future<> task) { co_await asyncio::gather(task); }
asyncio::Coroutine<> shields(asyncio::Future<> task) { co_await asyncio::shield(task); }
asyncio::Coroutine<> waits(asyncio::Future<> task) { co_await asyncio::wait(task); }
asyncio::Coroutine<> limits(asyncio::Future<> task) { co_await asyncio::wait_for(task, 5); }
asyncio::Coroutine<> limits_at_once(asyncio::Future<> task) {
    try {
        co_await asyncio::wait_for(task, 0);
    } catch (const asyncio::TimeoutError&) {
        log("too late");
    }
}
asyncio::Coroutine<> completes(asyncio::Future<> task) {
    for (auto each : asyncio::as_completed(std::vector{task})) co_await each;
}

using Waiter = asyncio::Coroutine<> (*)(asyncio::Future<>);

asyncio::Coroutine<> is_waited_for(asyncio::Coroutine<> work, Waiter waiter, std::string name) {
    const auto task = asyncio::create_task(std::move(work), {.name = "work"});
    co_await asyncio::sleep(0);
    const auto outer = asyncio::create_task(waiter(task), {.name = name});
    co_await asyncio::sleep(0);
    show(asyncio::format_call_graph(task));
    co_await outer;
    show(asyncio::format_call_graph(task));
}

asyncio::Coroutine<> asks(int depth) {
    if (depth > 0) co_await asks(depth - 1);
    co_await asyncio::sleep(0);
    show(asyncio::format_call_graph({.limit = 1}));
}

asyncio::Coroutine<> main_() {
    co_await is_waited_for(sleeps(), awaits, "awaits");
    co_await is_waited_for(sleeps(), gathers, "gathers");
    co_await is_waited_for(sleeps(), shields, "shields");
    co_await is_waited_for(sleeps(), waits, "waits");
    co_await is_waited_for(sleeps(), limits, "limits");
    co_await is_waited_for(stubborn(), limits_at_once, "limits_at_once");
    co_await is_waited_for(sleeps(), completes, "completes");
    const asyncio::Future<> future = asyncio::get_running_loop().create_future();
    const auto waiter = asyncio::create_task(awaits(future), {.name = "awaits"});
    co_await asyncio::sleep(0);
    show(asyncio::format_call_graph(future));
    show(asyncio::format_call_graph(future, {.limit = 0}));
    future.set_result();
    co_await waiter;
    co_await asyncio::gather(asks(2));
}

const Case kCase("call_graph_every_way", main_);

}  // namespace
}  // namespace conformance::call_graph_every_way
