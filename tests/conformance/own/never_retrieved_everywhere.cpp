// Where a failure that nobody looked at is reported: when the last of who holds its task or future lets go.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace conformance::never_retrieved_everywhere {
namespace {

using namespace asyncio;
using Text = std::string;

Coroutine<Text> fail(Text text, double seconds = 0) {
    co_await asyncio::sleep(seconds);
    throw ValueError(text);
}

Coroutine<Text> give(Text text, double seconds = 0) {
    co_await asyncio::sleep(seconds);
    co_return text;
}

Coroutine<Text> stubborn() {
    try {
        co_await asyncio::sleep(10);
    } catch (const CancelledError&) {
        throw KeyError("stubborn");
    }
    co_return "";
}

Coroutine<> at_once() {
    throw OSError("at once");
    co_return;
}

void in_a_thread() { throw ZeroDivisionError("thread"); }

void handler(EventLoop&, const ExceptionContext& context) {
    const bool task = context.future && context.future.is_task();
    log("unseen", context.message, repr(context.exception), task ? context.future.get_name() : "None");
}

Task<Text> failing(const Text& name) { return create_task(fail(name), {.name = name}); }

Coroutine<> in_variables() {
    {
        const auto held = std::make_shared<std::set<Task<Text>>>();
        auto task = failing("background");
        held->insert(task);
        task.add_done_callback(named("", [held](const Task<Text>& done) { held->erase(done); }));
    }
    co_await asyncio::sleep(1);
    auto task = failing("first");
    co_await asyncio::sleep(1);
    task = failing("second");
    log("overwritten");
    co_await asyncio::sleep(1);
    task = {};
    log("None");
    std::map<int, Task<Text>> by_number;
    for (int i = 0; i < 3; ++i) by_number[i] = failing("d" + std::to_string(i));
    co_await asyncio::sleep(1);
    by_number.erase(1);
    log("popped");
    by_number[2] = {};
    log("replaced");
    by_number.clear();
    std::vector<Task<Text>> many;
    for (int i = 0; i < 3; ++i) many.push_back(failing("l" + std::to_string(i)));
    co_await asyncio::sleep(1);
    many[0].exception();
    many.resize(2);
    log("sliced");
}

Coroutine<> in_waits() {
    std::vector<Task<Text>> both;
    both.push_back(failing("waited"));
    both.push_back(create_task(give("other", 1), {.name = "other"}));
    auto waiting = asyncio::wait(both, {.return_when = FIRST_COMPLETED});
    both.clear();
    auto [done, pending] = co_await std::move(waiting);
    log(done.size(), pending.size());
    done = {};
    log("dropped");
    co_await asyncio::wait(pending);
    try {
        co_await gather(fail("g1", 1), fail("g2", 2));
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    co_await asyncio::sleep(2);
    try {
        co_await wait_for(stubborn(), 1);
    } catch (const KeyError& exc) {
        log(err(exc));
    }
    {
        auto task = create_task(stubborn(), {.name = "stubborn"});
        try {
            co_await wait_for(shield(task), 1);
        } catch (const TimeoutError&) {
            log("timeout");
        }
        task.cancel();
    }
    co_await asyncio::sleep(1);
}

Coroutine<> in_futures() {
    auto& loop = get_running_loop();
    auto future = loop.create_future();
    loop.call_later(1, &Future<>::set_exception, future, KeyError("future"));
    future = {};
    co_await asyncio::sleep(2);
    future = loop.create_future();
    future.add_done_callback([](const Future<>& called) { log("called", called.done()); });
    future.set_exception(KeyError("called"));
    future = {};
    co_await asyncio::sleep(1);
    future = loop.create_future();
    future.add_done_callback([](const Future<>& called) { log("called", repr(called.exception())); });
    future.set_exception(KeyError("looked at"));
    future = {};
    co_await asyncio::sleep(1);
    future = loop.run_in_executor(nullptr, in_a_thread);
    co_await asyncio::sleep(1);
    future = {};
    log("thread dropped");
}

Coroutine<> at_the_end_of_a_coroutine() {
    auto task = failing("local");
    co_await asyncio::sleep(1);
    log(task.done());
}

Coroutine<> main_() {
    get_running_loop().set_exception_handler(handler);
    create_task(fail("eager"), {.name = "eager", .eager_start = true});
    create_task(at_once(), {.name = "at once", .eager_start = true});
    log("eager tasks are there");
    co_await in_variables();
    co_await in_waits();
    co_await in_futures();
    co_await at_the_end_of_a_coroutine();
    log("last");
    auto task = failing("last");
    co_await asyncio::sleep(0);
    co_await asyncio::sleep(0);
    log(task.done());
}

const Case kCase("never_retrieved_everywhere", main_);

}  // namespace
}  // namespace conformance::never_retrieved_everywhere
