// functools::partial and tables of functions as what a loop or a future calls: their names show in the step
// log.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <functional>
#include <map>

namespace conformance::partials_as_callbacks {
namespace {

using asyncio::Coroutine;
using asyncio::get_running_loop;
using asyncio::functools::partial;

void tick(std::string name, int number) {
    log("tick", name, number);
    if (number) get_running_loop().call_later(0.5, partial(tick, name), number - 1);
}

void report(std::string what, asyncio::Task<int> task) { log("report", what, task.result()); }

void refuse(std::string what) { throw asyncio::ValueError(what); }

class Counter {
public:
    void add(int number, asyncio::AnyFuture) {
        count_ += number;
        log("count", count_);
    }

private:
    int count_ = 0;
};

void on_a(int number) { log("a", number); }
void on_b(int number) { log("b", number); }

Coroutine<int> work() {
    co_await asyncio::sleep(1);
    co_return 42;
}

void handler(asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    log("handler", context.message.substr(0, context.message.find('(')), err(context.exception));
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.set_exception_handler(handler);
    loop.call_soon(partial(tick, "A", 2));
    loop.call_at(0.2, partial(tick, "B"), 1);
    loop.call_soon(partial(refuse, "no"));
    const auto counter = std::make_shared<Counter>();
    loop.call_soon(partial(&Counter::add, counter, 3), asyncio::AnyFuture());
    auto task = asyncio::create_task(work(), {.name = "work"});
    task.add_done_callback(partial(report, "first"));
    task.add_done_callback(partial(&Counter::add, counter, 4));
    asyncio::Event event;
    loop.call_later(1.5, partial(&asyncio::Event::set, event));
    const std::map<std::string, std::function<void(int)>> handlers{{"a", on_a}, {"b", on_b}};
    for (const auto& [name, function] : handlers) {
        loop.call_soon(function, 1);
        loop.call_soon(partial(handlers.at(name), 2));
    }
    co_await event.wait();
    log(co_await task);
}

const Case kCase("partials_as_callbacks", main_);

}  // namespace
}  // namespace conformance::partials_as_callbacks
