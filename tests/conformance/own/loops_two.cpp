// Futures and tasks of another loop: who takes them, who refuses, and with what words.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <regex>

namespace conformance::loops_two {
namespace {

using namespace asyncio;

std::string text(std::exception_ptr exc) {
    return std::regex_replace(err(exc), std::regex("<Task .*?> got Future <(\\w+) .*>"), "<Task> got <$1>");
}

Coroutine<std::string> work(std::string name) {
    log(name, "works");
    co_await sleep(1);
    co_return name;
}

template <class Call>
Coroutine<> attempt(std::string what, Call call) {
    try {
        log(what, co_await or_none(call()));
    } catch (const std::exception&) {
        log(what, text(std::current_exception()));
    }
}

Coroutine<std::string> awaits(Future<std::string> future) { co_return co_await future; }

template <class... Futures>
Coroutine<> gathers(Futures... futures) {
    co_await gather(futures...);
}

Coroutine<> awaits_itself() {
    for (int i = 0; i < 2; i++) {
        try {
            co_await current_task();
        } catch (const RuntimeError& exc) {
            log(std::regex_replace(exc.str(), std::regex(": <Task.*"), ""));
        }
    }
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    auto other = new_event_loop();
    auto first = loop.create_future<int>();
    auto future = other->create_future<std::string>();
    auto second = Future<std::string>(*other);
    auto third = Future<int>(loop);
    log(&future.get_loop() == &*other, &second.get_loop() == &loop, &third.get_loop() == &loop);
    co_await attempt("await", [&] { return awaits(future); });
    co_await attempt("task", [&] { return create_task(awaits(future), {.name = "T"}); });
    co_await attempt("gather", [&] { return gathers(first, future); });
    co_await attempt("gather of theirs", [&] { return gathers(future, second); });
    co_await attempt("wait_for", [&] { return wait_for(future, 1); });
    co_await attempt("shield", [&] { return shield(future); });
    try {
        as_completed(std::vector{future});
    } catch (const ValueError&) {
        log("as_completed", text(std::current_exception()));
    }
    try {
        ensure_future(future, loop);
    } catch (const ValueError&) {
        log("ensure_future", text(std::current_exception()));
    }
    log(ensure_future(future, *other) == future, ensure_future(future) == future);
    auto [done, pending] = co_await wait(future, first, {.timeout = 1});
    log(done.size(), pending.size());
    future.set_result("F");
    log("awaits one that is done", co_await future);
    log(first.done() ? "done" : "not yet");
    auto task = ensure_future(work("mine"), loop);
    auto theirs = ensure_future(work("theirs"), *other);
    log(&task.get_loop() == &loop, &theirs.get_loop() == &*other, co_await task);
    co_await attempt("their task", [&] { return theirs; });
    first.set_result(1);
    third.set_exception(ValueError("third"));
    log(co_await gather(first, third, return_exceptions));
    second.cancel();
    try {
        other->run_until_complete(second);
    } catch (const RuntimeError&) {
        log(text(std::current_exception()));
    }
    try {
        other->run_forever();
    } catch (const RuntimeError&) {
        log(text(std::current_exception()));
    }
    theirs.cancel();
    log(outcome(second), outcome(theirs), other->is_running(), other->is_closed());
    co_await create_task(awaits_itself(), {.name = "itself"});
    other->close();
    log(other->is_closed());
}

const Case kCase("loops_two", main_);

}  // namespace
}  // namespace conformance::loops_two
