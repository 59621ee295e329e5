// repr() of futures, tasks and handles in all their states. Without places.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cstdint>
#include <regex>

namespace conformance::repr_of_futures {
namespace {

template <class T>
void show(const T& thing) {
    static const std::regex place(" at [^ >\\],]+");
    log(std::regex_replace(asyncio::repr(thing), place, ""));
}

const auto note = asyncio::named("note", [] {});

asyncio::Coroutine<> fails() {
    throw asyncio::ValueError("no");
    co_return;
}

asyncio::Coroutine<std::string> sleeps() {
    co_await asyncio::sleep(1, "slept");
    co_return "slept";
}

asyncio::Coroutine<int> awaits(asyncio::Future<int> future) { co_return co_await future; }

asyncio::Coroutine<> main_() {
    asyncio::EventLoop& loop = asyncio::get_running_loop();
    const auto future = loop.create_future<int>();
    show(future);
    const auto task = asyncio::create_task(awaits(future), {.name = "A"});
    const auto outer = asyncio::create_task(awaits(task), {.name = "B"});
    show(task);
    co_await asyncio::sleep(0);
    co_await asyncio::sleep(0);
    show(task);
    show(outer);
    future.set_result(7);
    show(future);
    show(task);
    co_await outer;
    show(outer);
    const auto slept = asyncio::create_task(sleeps(), {.name = "C"});
    co_await asyncio::sleep(0);
    slept.cancel();
    show(slept);
    co_await asyncio::wait(slept);
    show(slept);
    const auto failed = asyncio::create_task(fails(), {.name = "D"});
    co_await asyncio::wait(failed);
    show(failed);
    log(asyncio::type_name(failed.exception()));
    const auto cancelled = loop.create_future();
    cancelled.cancel();
    show(cancelled);
    const auto text = loop.create_future<std::string>();
    text.set_result(std::string(40, 'a'));
    show(text);
    const auto number = loop.create_future<std::int64_t>();
    number.set_result(std::int64_t{1} << 40);
    show(number);
    const auto error = loop.create_future();
    error.set_exception(asyncio::KeyError("key"));
    show(error);
    log(asyncio::type_name(error.exception()));
    show(loop.call_soon(note));
    const asyncio::TimerHandle timer = loop.call_later(1.5, note);
    show(timer);
    timer.cancel();
    show(timer);
}

const Case kCase("repr_of_futures", main_);

}  // namespace
}  // namespace conformance::repr_of_futures
