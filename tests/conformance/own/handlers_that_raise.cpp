// Exception handlers and done callbacks that raise, add and remove callbacks, and stop looking at errors.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>
#include <set>

namespace conformance::handlers_that_raise {
namespace {

using namespace asyncio;

std::set<std::string> mode;

void handler(EventLoop&, const ExceptionContext& context) {
    auto keys = context.keys();
    std::sort(keys.begin(), keys.end());
    log("handler", context.message.substr(0, context.message.find(" callback ")),
        context.exception ? err(context.exception) : "-", keys);
    if (mode.contains("handler")) throw KeyError("in the handler");
}

void bad(int number, Future<std::string> future) {
    log("bad", number, future.cancelled());
    throw ValueError(number);
}

void late(Future<std::string> future) { log("late", future.done(), current_task()); }

void adds(Future<std::string> future) {
    log("adds", future.result());
    future.add_done_callback(functools::partial(bad, 9));
    future.add_done_callback(late);
    get_running_loop().call_soon(late, future);
}

void divides() { throw ZeroDivisionError("division by zero"); }

Coroutine<> fails() {
    co_await sleep(1);
    throw OSError(5, "gone");
}

Coroutine<> main_() {
    mode.clear();
    auto& loop = get_running_loop();
    loop.set_exception_handler(handler);
    auto future = loop.create_future<std::string>();
    auto first = future.add_done_callback(functools::partial(bad, 1));
    future.add_done_callback(adds);
    future.add_done_callback(first);
    auto last = future.add_done_callback(late);
    log(future.remove_done_callback(first), future.remove_done_callback(last));
    future.add_done_callback(functools::partial(bad, 2));
    future.set_result("value");
    log("set");
    co_await sleep(0);
    log("turn");
    co_await sleep(0);
    mode.insert("handler");
    loop.call_later(1, bad, 3, future);
    loop.call_soon(divides);
    co_await sleep(2);
    log("after the handler raised");
    mode.clear();
    loop.call_exception_handler({.message = "by hand", .future = future, .extra = {{"detail", 7}}});
    auto task = create_task(fails(), {.name = "fails"});
    co_await wait(task);
    task = {};
    co_await sleep(0);
    auto lost = loop.create_future<std::string>();
    lost.set_exception(ValueError("nobody looked"));
    lost = {};
    mode.insert("handler");
    auto seen = loop.create_future<std::string>();
    seen.set_exception(ValueError("looked at"));
    log(err(seen.exception()));
    lost = loop.create_future<std::string>();
    lost.add_done_callback(functools::partial(bad, 4));
    lost.cancel("c");
    co_await sleep(0);
    loop.set_exception_handler(nullptr);
    log(loop.get_exception_handler());
}

const Case kCase("handlers_that_raise", main_);

}  // namespace
}  // namespace conformance::handlers_that_raise
