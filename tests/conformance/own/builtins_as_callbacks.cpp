// print() and time.sleep() given to others to call, results and errors of a gather printed one by one, and
// several lines in one print().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::builtins_as_callbacks {
namespace {

using namespace asyncio;

int number(std::string text) { throw ValueError("invalid literal for int() with base 10: " + repr(text)); }

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.call_soon(print, "printed", 1);
    loop.call_later(1, print, "later");
    auto future = loop.create_future();
    future.add_done_callback(print);
    loop.call_later(0.5, &Future<>::set_result, future);
    co_await to_thread(time::sleep, 2);
    co_await loop.run_in_executor(nullptr, time::sleep, 1);
    log("slept");
    auto results = co_await gather(to_thread(number, "x"), sleep(1, "ok"), sleep(1, 5), return_exceptions);
    log(results);
    auto [failure, text, five] = results;
    log(isinstance<ValueError>(failure.exception()), isinstance<TypeError, KeyError>(failure.exception()));
    print(failure);
    print(text);
    print(five);
    print("two\nlines", "and\n");
    loop.call_soon_threadsafe(print, "threadsafe");
    co_await sleep(0);
    co_await sleep(0);
}

const Case kCase("builtins_as_callbacks", main_);

}  // namespace
}  // namespace conformance::builtins_as_callbacks
